-- A mail that is not sent because its address is dead is recorded as such; one that came back as well.
alter table mail drop constraint mail_state_check;
alter table mail add constraint mail_state_check
  check (state in ('QUEUED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'SUPPRESSED'));
alter table mail
  add column came_back text check (came_back in ('PERMANENT', 'TEMPORARY', 'UNCERTAIN')),
  add column came_back_at timestamptz,
  add check ((came_back is null) = (came_back_at is null));

-- What the visitor's screen was told of it, and the second taps whose screens are told the same.
alter table mail
  add column told text check (told in ('LATER', 'SENT', 'FAILED', 'REFUSED')),
  add column also_for uuid[] not null default '{}';

-- Whose copy of a notice came back: once a person, and gone with the day of their visit.
create table came_back (
  notice_id uuid not null references notice,
  n int not null,
  visit_day date not null,
  verdict text not null check (verdict in ('PERMANENT', 'TEMPORARY', 'UNCERTAIN')),
  came_back_at timestamptz not null,
  primary key (notice_id, n)
);

create index came_back_by_visit_day on came_back using brin (visit_day) with (pages_per_range = 16, autosummarize = on);

-- Kept counters of them.
create table notice_return (
  notice_id uuid not null references notice,
  verdict text not null check (verdict in ('PERMANENT', 'TEMPORARY', 'UNCERTAIN')),
  people int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (notice_id, verdict)
) with (fillfactor = 50);

-- Addresses that mail servers do not know: once a person and day; masked with the day's mask, and gone with the day.
create table dead_address (
  n bigint generated always as identity unique,
  day date not null,
  id uuid not null,
  masked_tag bytea not null check (length(masked_tag) = 16),
  primary key (day, id)
);

-- What came to the listener for bounces, by day and kind.
create table bounce_tally (
  day date not null,
  kind text not null check (kind in ('CAME_BACK', 'REPEATED', 'NOT_FAILED', 'AUTOMATIC', 'UNREADABLE', 'FORGED', 'GONE')),
  messages bigint not null,
  primary key (day, kind)
) with (fillfactor = 50);
