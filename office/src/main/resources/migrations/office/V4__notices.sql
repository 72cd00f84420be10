-- The running part of a notice's number, by year of the authority's calendar.
create table notice_number (
  year int primary key,
  last int not null
);

create table notice (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('FIRST', 'CORRECTION', 'WITHDRAWAL')),
  follow_up_of uuid references notice,
  state text not null default 'DRAFT'
    check (state in ('DRAFT', 'AWAITING_APPROVAL', 'SENDING', 'PAUSED', 'SENT', 'STOPPED', 'DISCARDED')),
  author uuid not null references officer,
  -- Everyone who had a hand in it, the author first.
  written_by uuid[] not null,
  -- The clock of the three minutes starts here.
  case_entered_at timestamptz not null,
  period_from timestamptz,
  period_to timestamptz,
  include_unconfirmed boolean not null default true,
  requested_at timestamptz,
  -- SHA-256 of text, audience and kind, taken when approval is asked for.
  content_hash text,
  approved_by uuid references officer,
  approved_at timestamptz,
  -- After this nothing of it is sent any more.
  send_until timestamptz,
  recipients int not null default 0,
  finished_at timestamptz,
  version int not null default 1,
  check ((kind = 'FIRST') = (follow_up_of is null)),
  check (author = written_by[1]),
  check (approved_by is null or not (approved_by = any (written_by))),
  check ((content_hash is null) = (state in ('DRAFT', 'DISCARDED'))),
  check ((requested_at is null) = (state in ('DRAFT', 'DISCARDED'))),
  check (content_hash is null or (period_from is not null and period_to is not null)),
  check (period_from < period_to),
  check ((approved_by is not null and approved_at is not null and send_until is not null)
         = (state in ('SENDING', 'PAUSED', 'SENT', 'STOPPED'))),
  check ((finished_at is not null) = (state in ('SENT', 'STOPPED')))
);

create index notice_by_state on notice (state, number) where state in ('AWAITING_APPROVAL', 'SENDING', 'PAUSED');

create table notice_text (
  notice_id uuid not null references notice,
  language text not null,
  subject text not null,
  body text not null,
  primary key (notice_id, language)
);

-- Names as they were when the notice was written: it is kept for the file.
create table notice_place (
  notice_id uuid not null references notice,
  position int not null,
  venue_code text not null references venue,
  venue_name text not null,
  primary key (notice_id, position),
  unique (notice_id, venue_code)
);

-- The spots picked at a place; none stands for all of them.
create table notice_spot (
  notice_id uuid not null,
  position int not null,
  spot_code text not null references spot,
  spot_label text not null,
  primary key (notice_id, position, spot_code),
  foreign key (notice_id, position) references notice_place
);

create table notice_history (
  id bigint generated always as identity primary key,
  notice_id uuid not null references notice,
  at timestamptz not null,
  officer_id uuid references officer,
  officer_name text not null,
  event text not null check (event in ('OPENED', 'CHANGED', 'TESTED', 'ASKED', 'RETURNED', 'APPROVED', 'PAUSED', 'RESUMED',
                                       'STOPPED', 'SENT', 'DISCARDED')),
  word text not null default '',
  -- What was shown to the approver, so that the next one sees what changed.
  content text
);

create index notice_history_by_notice on notice_history (notice_id, id);

-- Everything that was approved stays as it was approved, whatever the program does.
create function notice_guard() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and (old.state, new.state) not in (
      ('DRAFT', 'AWAITING_APPROVAL'),
      ('DRAFT', 'DISCARDED'),
      ('AWAITING_APPROVAL', 'DRAFT'),
      ('AWAITING_APPROVAL', 'SENDING'),
      ('SENDING', 'PAUSED'),
      ('SENDING', 'STOPPED'),
      ('SENDING', 'SENT'),
      ('PAUSED', 'SENDING'),
      ('PAUSED', 'STOPPED')) then
    raise exception 'a notice does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.id, new.number, new.kind, new.author) is distinct from (old.id, old.number, old.kind, old.author)
      or new.follow_up_of is distinct from old.follow_up_of then
    raise exception 'what a notice is does not change' using errcode = 'check_violation';
  end if;
  if old.state <> 'DRAFT' and (new.period_from, new.period_to, new.include_unconfirmed)
      is distinct from (old.period_from, old.period_to, old.include_unconfirmed) then
    raise exception 'the audience changes in a draft only' using errcode = 'check_violation';
  end if;
  if new.state = 'SENDING' and new.content_hash is distinct from old.content_hash then
    raise exception 'approved is what was asked for' using errcode = 'check_violation';
  end if;
  if old.approved_by is not null
      and (new.approved_by, new.approved_at, new.content_hash, new.recipients)
          is distinct from (old.approved_by, old.approved_at, old.content_hash, old.recipients) then
    raise exception 'an approval does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger notice_guard before update on notice for each row execute function notice_guard();

create function notice_part_guard() returns trigger language plpgsql as $$
declare
  state_now text;
begin
  select state into state_now from notice where id = coalesce(new.notice_id, old.notice_id);
  if state_now <> 'DRAFT' then
    raise exception 'text and places change in a draft only' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;

create trigger notice_text_guard before insert or update or delete on notice_text
  for each row execute function notice_part_guard();
create trigger notice_place_guard before insert or update or delete on notice_place
  for each row execute function notice_part_guard();
create trigger notice_spot_guard before insert or update or delete on notice_spot
  for each row execute function notice_part_guard();

-- Fixed at approval: one row a person, pointing to one of their visits. Never an address.
create table recipient (
  notice_id uuid not null references notice,
  n int not null,
  visit_day date not null,
  venue_code text not null,
  arrived_at timestamptz not null,
  visit_id uuid not null,
  language text not null,
  state text not null default 'QUEUED'
    check (state in ('QUEUED', 'CLAIMED', 'ACCEPTED', 'REFUSED', 'DEFERRED', 'GONE', 'EXPIRED')),
  attempts int not null default 0,
  next_attempt_at timestamptz,
  reply text,
  mail_domain text,
  settled_at timestamptz,
  primary key (notice_id, n),
  check ((settled_at is not null) = (state in ('ACCEPTED', 'REFUSED', 'GONE', 'EXPIRED'))),
  check (mail_domain not like '%@%')
) with (fillfactor = 70);

-- What one office takes at a time. A lease that ran out is taken over under the next epoch; what comes late from an
-- older epoch is refused.
create table recipient_chunk (
  notice_id uuid not null references notice,
  chunk int not null,
  first_n int not null,
  last_n int not null,
  epoch int not null default 0,
  leased_until timestamptz not null,
  next_attempt_at timestamptz not null,
  deferred int not null default 0,
  done boolean not null default false,
  primary key (notice_id, chunk)
) with (fillfactor = 70);

create index recipient_chunk_open on recipient_chunk (notice_id, chunk) where not done;

-- Kept counters of settled recipients; the sums of a notice are read from here, never counted.
create table notice_outcome (
  notice_id uuid not null references notice,
  mail_domain text not null,
  outcome text not null check (outcome in ('ACCEPTED', 'REFUSED', 'GONE', 'EXPIRED')),
  people int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (notice_id, mail_domain, outcome)
) with (fillfactor = 50);

-- Every opening of addresses for a notice, written before the first one is opened.
create table opening_log (
  id bigint generated always as identity primary key,
  opened_at timestamptz not null,
  notice_id uuid not null references notice,
  content_hash text not null,
  approved_by uuid not null references officer,
  people int not null
);

create index opening_log_by_notice on opening_log (notice_id, id);

create function notice_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;

create trigger opening_log_append_only before update or delete or truncate on opening_log
  for each statement execute function notice_append_only();
create trigger notice_history_append_only before update or delete or truncate on notice_history
  for each statement execute function notice_append_only();
