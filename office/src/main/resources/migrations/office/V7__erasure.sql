-- One row for each day whose time is over, kept for ever: how far its erasure is, and under which rule.
create table erasure (
  day date primary key,
  state text not null default 'DUE'
    check (state in ('DUE', 'KEYS_DESTROYED', 'DETACHED', 'DROPPED', 'CERTIFIED')),
  retention_days int not null check (retention_days >= 1),
  legal_maximum_days int not null,
  legal_source text not null,
  due_at timestamptz not null,
  keys_destroyed_at timestamptz,
  detached_at timestamptz,
  dropped_at timestamptz,
  certified_at timestamptz,
  check (retention_days <= legal_maximum_days),
  check ((keys_destroyed_at is not null) = (state in ('KEYS_DESTROYED', 'DETACHED', 'DROPPED', 'CERTIFIED'))),
  check ((detached_at is not null) = (state in ('DETACHED', 'DROPPED', 'CERTIFIED'))),
  check ((dropped_at is not null) = (state in ('DROPPED', 'CERTIFIED'))),
  check ((certified_at is not null) = (state = 'CERTIFIED'))
);

create index erasure_open on erasure (day) where state <> 'CERTIFIED';

-- The same table as ErasureState in the code.
create function erasure_follows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an erasure is not forgotten' using errcode = 'check_violation';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
      ('DUE', 'KEYS_DESTROYED'),
      ('KEYS_DESTROYED', 'DETACHED'),
      ('DETACHED', 'DROPPED'),
      ('DROPPED', 'CERTIFIED')) then
    raise exception 'an erasure does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.day, new.retention_days, new.legal_maximum_days, new.legal_source, new.due_at)
      is distinct from (old.day, old.retention_days, old.legal_maximum_days, old.legal_source, old.due_at) then
    raise exception 'what an erasure is does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger erasure_follows before update or delete on erasure
  for each row execute function erasure_follows();

-- The keys of a day that were destroyed, by the SHA-256 of their public halves; noted before the key goes.
create table erasure_key (
  day date not null,
  purpose text not null,
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  destroyed_at timestamptz,
  primary key (day, purpose)
);

-- How many rows of each kind went with a day.
create table erasure_count (
  day date not null references erasure,
  what text not null check (what ~ '^[a-z_]+$'),
  rows bigint not null check (rows >= 0),
  primary key (day, what)
);

-- What the days' clock was when it was last believed; a clock that jumps erases nothing.
create table day_clock (
  only_row boolean primary key default true check (only_row),
  believed_at timestamptz not null,
  -- Since when, and until when, the clocks have gone steadily after a jump.
  steady_from timestamptz,
  steady_until timestamptz,
  check ((steady_from is null) = (steady_until is null))
);

-- A quarantined envelope goes with the day of its keys, or, where that cannot be read, with the day it came.
alter table quarantine add column day date;
update quarantine set day = quarantined_at::date;
alter table quarantine alter column day set not null;

-- Rows come day after day, so that a few pages of index tell where a day lies; inserts pay next to nothing.
create index quarantine_by_day on quarantine using brin (day) with (pages_per_range = 8);
create index mail_by_seal_day on mail using brin (seal_day) with (pages_per_range = 16, autosummarize = on);
create index recipient_by_visit_day on recipient using brin (visit_day) with (pages_per_range = 16, autosummarize = on);
