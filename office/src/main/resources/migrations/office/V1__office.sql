-- The office's tables, room by room in the order in which the rooms use one another: officers, service, venues,
-- applications, imports, visits, intake, mails, notices, recipients, outcomes, ledger, erasure, holds, visitors' wishes.
-- What every table holds, for how long, and who reads it: docs/data.md.

---- officers

create table officer (
  id uuid primary key,
  login_name text not null unique,
  name text not null,
  email text not null,
  password_hash text not null,
  -- Whether the password is one an administrator handed over.
  password_given boolean not null default false,
  sealed_totp_secret bytea not null,
  -- The last time step whose code was used; a code works once.
  last_totp_step bigint not null default 0,
  -- A session holds while this number is the one it began with.
  credentials_version int not null default 1,
  roles text[] not null,
  active boolean not null default true,
  failed_attempts int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);

---- service

create table service_state (
  only_row boolean primary key default true check (only_row),
  state text not null check (state in ('PREPARING', 'OPEN', 'ENDED')),
  changed_by uuid references officer,
  changed_at timestamptz not null
);

-- The service goes one way: preparing, open, ended. The same table as ServiceTransitions in the code.
create function service_state_follows() returns trigger language plpgsql as $$
begin
  if old.state = new.state
     or (old.state, new.state) in (('PREPARING', 'OPEN'), ('OPEN', 'ENDED')) then
    return new;
  end if;
  raise exception 'state % of the service does not follow %', new.state, old.state using errcode = 'check_violation';
end $$;

create trigger service_state_follows before update on service_state
  for each row execute function service_state_follows();

---- venues

create table venue (
  code text primary key,
  name text not null,
  kana text not null,
  sector text not null,
  postal_code text not null,
  municipality text not null,
  address text not null,
  phone text not null,
  contact_person text not null,
  email text not null,
  opening_hours text not null,
  language text not null,
  listed boolean not null,
  state text not null check (state in ('OPEN', 'PAUSED', 'CLOSED')),
  registered_on date not null,
  registered_by uuid not null references officer,
  -- For finding duplicates: letters and digits alone, folded.
  address_key text not null,
  phone_key text not null,
  -- A venue is published while its published version is behind; so a publication that failed is not forgotten.
  version int not null default 1,
  published_version int not null default 0
);

create index venue_by_kana on venue (kana, code);
create index venue_by_address_key on venue (address_key);
create index venue_by_phone_key on venue (phone_key) where phone_key <> '';
create index venue_to_publish on venue (code) where published_version < version;

create table spot (
  code text primary key,
  venue_code text not null references venue,
  label text not null,
  position int not null,
  unique (venue_code, position)
);

---- applications

create table application (
  id uuid primary key,
  link_hash bytea not null unique,
  sealed_link bytea not null,
  receipt_number text not null,
  revision int not null check (revision >= 1),
  state text not null check (state in ('SUBMITTED', 'RETURNED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  version int not null default 1,
  published_version int not null default 0,
  language text not null,
  name text not null,
  kana text not null,
  sector text not null,
  postal_code text not null,
  municipality text not null,
  address text not null,
  phone text not null,
  contact_person text not null,
  email text not null,
  opening_hours text not null,
  spots text[] not null,
  listed boolean not null,
  address_key text not null,
  phone_key text not null,
  comments jsonb not null default '{}',
  message text,
  venue_code text references venue,
  submitted_at timestamptz not null,
  changed_at timestamptz not null,
  decided_by uuid references officer,
  decided_at timestamptz,
  check ((state = 'APPROVED') = (venue_code is not null)),
  check (state not in ('RETURNED', 'APPROVED', 'REJECTED') or (decided_by is not null and decided_at is not null))
);

create index application_by_state on application (state, submitted_at, id);
create index application_by_address_key on application (address_key) where state in ('SUBMITTED', 'RETURNED');
create index application_by_phone_key on application (phone_key)
  where state in ('SUBMITTED', 'RETURNED') and phone_key <> '';
create index application_to_publish on application (id) where published_version < version;

-- The same table as ApplicationTransitions in the code.
create function application_state_follows() returns trigger language plpgsql as $$
begin
  if old.state = new.state
     or (old.state, new.state) in (
       ('SUBMITTED', 'RETURNED'), ('SUBMITTED', 'APPROVED'), ('SUBMITTED', 'REJECTED'), ('SUBMITTED', 'WITHDRAWN'),
       ('RETURNED', 'SUBMITTED'), ('RETURNED', 'WITHDRAWN')) then
    return new;
  end if;
  raise exception 'state % of an application does not follow %', new.state, old.state using errcode = 'check_violation';
end $$;

create trigger application_state_follows before update of state on application
  for each row execute function application_state_follows();

create table application_history (
  id bigint generated always as identity primary key,
  application_id uuid not null references application on delete cascade,
  happened_at timestamptz not null,
  revision int not null,
  state text not null,
  officer_id uuid references officer,
  comments jsonb not null default '{}',
  message text
);

create index application_history_by_application on application_history (application_id, id);

---- imports

create table venue_import (
  id uuid primary key,
  file_name text not null,
  content bytea,
  mapping jsonb,
  import_right_ones boolean not null default false,
  state text not null check (state in ('UPLOADED', 'RUNNING', 'DONE')),
  lines_total int not null default 0,
  lines_done int not null default 0,
  leased_until timestamptz,
  posters_state text not null default 'NONE' check (posters_state in ('NONE', 'PRINTING', 'READY', 'FAILED')),
  posters_done int not null default 0,
  posters_total int not null default 0,
  created_by uuid not null references officer,
  created_at timestamptz not null,
  finished_at timestamptz,
  check (state <> 'RUNNING' or (content is not null and mapping is not null))
);

create index venue_import_by_time on venue_import (created_at, id);

-- The same tables as ImportTransitions in the code, of the lines and of the posters.
create function venue_import_state_follows() returns trigger language plpgsql as $$
begin
  if old.state <> new.state
     and (old.state, new.state) not in (('UPLOADED', 'RUNNING'), ('RUNNING', 'DONE')) then
    raise exception 'state % of an import does not follow %', new.state, old.state using errcode = 'check_violation';
  end if;
  if old.posters_state <> new.posters_state
     and (old.posters_state, new.posters_state) not in (
       ('NONE', 'PRINTING'), ('PRINTING', 'READY'), ('PRINTING', 'FAILED'), ('READY', 'PRINTING'),
       ('FAILED', 'PRINTING')) then
    raise exception 'state % of an import''s posters does not follow %', new.posters_state, old.posters_state
      using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger venue_import_state_follows before update of state, posters_state on venue_import
  for each row execute function venue_import_state_follows();

create table venue_import_line (
  import_id uuid not null references venue_import on delete cascade,
  line int not null,
  name text not null,
  outcome text not null check (outcome in ('IMPORTED', 'WRONG', 'DUPLICATE', 'NOT_IMPORTED')),
  problems jsonb not null default '[]',
  venue_code text references venue,
  primary key (import_id, line)
);

create index venue_import_line_by_venue on venue_import_line (venue_code);

---- visits

-- Who was where, unreadable: the address is sealed to the day's key, the tag is masked with the day's mask.
create table visit (
  day date not null,
  venue_code text not null,
  arrived_at timestamptz not null,
  id uuid not null,
  spot_code text not null,
  language text not null,
  link_hash bytea not null,
  masked_tag bytea not null,
  sealed_address bytea not null,
  confirmed_at timestamptz,
  -- Of a held day, when its visitor wanted it erased: out of every notice, and erased when the hold ends.
  withdrawn_at timestamptz,
  -- A registration finds the one before it of the same address at the same door by a number of the day, the door, the
  -- person and the five minutes it fell into, made under the day's secret (ADR 16). The first one of each five minutes
  -- alone has it.
  door_tag bytea,
  primary key (day, venue_code, arrived_at, id)
) partition by list (day);

create index visit_by_link on visit (link_hash);
create index visit_withdrawn on visit (day) where withdrawn_at is not null;
create index visit_at_door on visit (door_tag) where door_tag is not null;

---- intake

-- Epochs of sealing: a seed for each purpose, wrapped to the day's keys, and which rows of the epoch have arrived. A row
-- that arrives twice was recorded and put again by someone.
create table seal_epoch (
  epoch uuid primary key,
  day date not null,
  received_at timestamptz not null,
  form_wrap bytea not null,
  door_wrap bytea not null,
  day_wrap bytea not null,
  arrived bytea not null default ''
) with (fillfactor = 50);

create index seal_epoch_by_day on seal_epoch (day);

create table quarantine (
  id bigint generated always as identity primary key,
  quarantined_at timestamptz not null,
  reason text not null,
  bytes bytea not null,
  -- An envelope can be here before its epoch, when another office has that in hand.
  epoch uuid,
  -- It goes with the day of its keys, or, where that cannot be read, with the day it came.
  day date not null
);

create index quarantine_waiting on quarantine (epoch, id) where epoch is not null;
-- An envelope is set aside once, however often it comes.
create unique index quarantine_once on quarantine (sha256(bytes));
-- Here and below: rows come day after day, so that a few pages of index tell where a day lies; inserts pay next to nothing.
create index quarantine_by_day on quarantine using brin (day) with (pages_per_range = 8);

-- What the fronts' self-checks said last: that the street is open from end to end.
create table street_check (
  only_row boolean primary key default true check (only_row),
  sent_at timestamptz not null,
  received_at timestamptz not null
);

---- mails

-- The door lane: confirmations and mails to venues. Recipients are sealed here too: for the day, by the front or by the
-- office itself.
create table mail (
  id uuid primary key,
  kind text not null,
  language text not null,
  parameters jsonb not null,
  sealed_by text not null default 'OFFICE' check (sealed_by in ('FRONT', 'OFFICE')),
  seal_day date not null,
  associated bytea not null,
  sealed_recipient bytea,
  -- SUPPRESSED: not sent, because its address is dead.
  state text not null default 'QUEUED' check (state in ('QUEUED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'SUPPRESSED')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  reply text,
  came_back text check (came_back in ('PERMANENT', 'TEMPORARY', 'UNCERTAIN')),
  came_back_at timestamptz,
  -- What the visitor's screen was told of it, and the second taps whose screens are told the same.
  told text check (told in ('LATER', 'SENT', 'FAILED', 'REFUSED')),
  also_for uuid[] not null default '{}',
  -- Mails wait in lines, one for each door and one for all the rest, and the lines take turns.
  line text not null default '',
  -- Since when it is told what is told, and when each of the registrations came that share the mail: each is told at the
  -- age at which the first one was.
  told_at timestamptz,
  also_at timestamptz[] not null default '{}',
  -- What is settled keeps no recipient.
  check (state = 'QUEUED' or sealed_recipient is null),
  check ((came_back is null) = (came_back_at is null)),
  constraint mail_also_check check (cardinality(also_for) = cardinality(also_at))
);

-- Visitors wait at the door, venues do not: each has a lane of its own, so that a thousand posters hold up nobody.
create index mail_to_send on mail ((kind = 'CONFIRMATION'), line, next_attempt_at) where state = 'QUEUED';
create index mail_by_seal_day on mail using brin (seal_day) with (pages_per_range = 16, autosummarize = on);

-- The same table as QueueTransitions in the code.
create function mail_state_follows() returns trigger language plpgsql as $$
begin
  if old.state = new.state
     or (old.state, new.state) in (
       ('QUEUED', 'ACCEPTED'), ('QUEUED', 'REFUSED'), ('QUEUED', 'EXPIRED'), ('QUEUED', 'SUPPRESSED')) then
    return new;
  end if;
  raise exception 'state % of a mail does not follow %', new.state, old.state using errcode = 'check_violation';
end $$;

create trigger mail_state_follows before update of state on mail
  for each row execute function mail_state_follows();

---- notices

-- What was done, step by step, about everything that needs two officers: notices, legal holds, and what else will.
create table approval_step (
  id bigint generated always as identity primary key,
  -- A row of the feature's own table, and which kind of thing it is.
  subject uuid not null,
  kind text not null check (kind ~ '^[A-Z_]{1,40}$'),
  at timestamptz not null,
  -- Nobody when it happened by itself. The name is the one of then.
  officer_id uuid references officer,
  officer_name text not null,
  deed text not null check (deed ~ '^[A-Z_]{1,40}$'),
  -- Whether who did it had a hand in the thing, decided on it, or neither.
  bearing text not null check (bearing in ('HAND', 'DECISION', 'NONE')),
  word text not null default '',
  -- What was asked for, returned or decided on, so that the next one sees what changed.
  content text,
  check (bearing = 'NONE' or officer_id is not null),
  check (bearing <> 'DECISION' or content is not null)
);

create index approval_step_by_subject on approval_step (subject, id);

-- The rule of the second officer, whatever the program does: it decides who had no hand in it, once, on what was last
-- asked for.
create function approval_by_another() returns trigger language plpgsql as $$
declare
  last_hand record;
begin
  if new.bearing <> 'DECISION' then
    return new;
  end if;
  select id, content into last_hand from approval_step
    where subject = new.subject and bearing = 'HAND' order by id desc limit 1;
  if last_hand.content is distinct from new.content then
    raise exception 'decided is what was asked for' using errcode = 'check_violation';
  end if;
  if exists (select from approval_step where subject = new.subject and bearing = 'HAND' and officer_id = new.officer_id) then
    raise exception 'who had a hand in it does not decide on it' using errcode = 'check_violation';
  end if;
  if exists (select from approval_step where subject = new.subject and bearing = 'DECISION'
               and officer_id = new.officer_id and id > last_hand.id) then
    raise exception 'an officer decides once' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger approval_by_another before insert on approval_step
  for each row execute function approval_by_another();
create function approval_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;

create trigger approval_step_append_only before update or delete or truncate on approval_step
  for each statement execute function approval_append_only();

-- What a health office found out; its notices belong to it.
create table infection_case (
  id uuid primary key,
  opened_by uuid not null references officer,
  -- The clock of the three minutes starts here, for every notice of the case.
  entered_at timestamptz not null
);

-- The running part of a notice's number, by year of the authority's calendar.
create table notice_number (
  year int primary key,
  last int not null
);

create table notice (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('FIRST', 'CORRECTION', 'WITHDRAWAL')),
  case_id uuid not null references infection_case,
  follow_up_of uuid,
  state text not null default 'DRAFT'
    check (state in ('DRAFT', 'AWAITING_APPROVAL', 'SENDING', 'PAUSED', 'SENT', 'STOPPED', 'DISCARDED')),
  author uuid not null references officer,
  -- Everyone who had a hand in it, the author first.
  written_by uuid[] not null,
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
  constraint notice_of_case unique (case_id, id),
  -- A follow-up belongs to the case of its first notice.
  constraint notice_follow_up_of_fkey foreign key (case_id, follow_up_of) references notice (case_id, id),
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

-- Everything that was approved stays as it was approved, whatever the program does. The same table as NoticeTransitions in
-- the code.
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
  if (new.id, new.number, new.kind, new.author, new.case_id)
      is distinct from (old.id, old.number, old.kind, old.author, old.case_id)
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
      and (new.approved_by, new.approved_at, new.content_hash)
          is distinct from (old.approved_by, old.approved_at, old.content_hash) then
    raise exception 'an approval does not change' using errcode = 'check_violation';
  end if;
  if old.approved_by is not null and new.recipients <> old.recipients
      and (new.recipients < old.recipients
           or not exists (select from recipient_fixing where notice_id = new.id)) then
    raise exception 'recipients that are fixed do not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger notice_guard before update on notice for each row execute function notice_guard();

-- The clock is a measurement: it starts anew only while nothing was entered.
create function infection_case_guard() returns trigger language plpgsql as $$
begin
  if (new.id, new.opened_by) is distinct from (old.id, old.opened_by) then
    raise exception 'what a case is does not change' using errcode = 'check_violation';
  end if;
  if new.entered_at <> old.entered_at and exists (select from notice where case_id = old.id and version > 1) then
    raise exception 'the clock of a case does not start anew' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger infection_case_guard before update on infection_case
  for each row execute function infection_case_guard();

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

---- recipients

-- Fixed at approval: one row a person, pointing to one of their visits. Never an address, and never changed.
create table recipient (
  notice_id uuid not null references notice,
  n int not null,
  visit_day date not null,
  venue_code text not null,
  arrived_at timestamptz not null,
  visit_id uuid not null,
  language text not null,
  primary key (notice_id, n)
) with (fillfactor = 70);

create index recipient_by_visit_day on recipient using brin (visit_day) with (pages_per_range = 16, autosummarize = on);

-- Who gets a notice is fixed in parts, each a transaction: the first one is the approval itself, so that the first people
-- are written to while the last ones are still being found. A row here is a notice whose people are not all fixed yet.
create table recipient_fixing (
  notice_id uuid primary key references notice,
  -- As with chunks: who holds it, and what comes late from an older holder is refused.
  epoch int not null default 0,
  leased_until timestamptz not null default '-infinity',
  -- How far the people of the first notice were gone through, for a follow-up.
  position int not null default 0
) with (fillfactor = 50);

-- The mail engine keeps the states of a chunk's people as one line of letters, one letter a person (ADR 13).
create table delivery_state (
  letter text primary key check (letter ~ '^[a-z]$'),
  name text not null unique,
  -- Nothing follows; a notice is over when each of its letters is final.
  final boolean not null
);

insert into delivery_state (letter, name, final) values
  ('q', 'QUEUED', false),
  ('c', 'CLAIMED', false),
  ('d', 'DOT_SENT', false),
  ('a', 'ACCEPTED', true),
  ('r', 'REFUSED', true),
  ('l', 'DEFERRED', false),
  ('x', 'EXPIRED', true),
  ('g', 'GONE', true),
  -- Nobody erased anything, and yet the keys of the day are not there: it is no erasure.
  ('k', 'KEYS_MISSING', true);

-- Every step a delivery can take; the same table as RecipientTransitions in the code.
create table delivery_step (
  from_letter text not null references delivery_state,
  to_letter text not null references delivery_state,
  primary key (from_letter, to_letter)
);

insert into delivery_step (from_letter, to_letter) values
  ('q', 'c'), ('q', 'x'), ('q', 'g'),
  ('c', 'q'), ('c', 'd'), ('c', 'r'), ('c', 'l'), ('c', 'x'), ('c', 'g'), ('c', 'k'),
  ('d', 'q'), ('d', 'a'), ('d', 'r'), ('d', 'l'), ('d', 'x'), ('d', 'g'), ('d', 'k'),
  ('l', 'c'), ('l', 'x'), ('l', 'g');

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
  states text not null,
  step int not null default 0,
  -- Of those who are not settled: of how many nobody knows whether a copy reached them, and how many more are being handed
  -- over. When a lease ends without an outcome, nobody knows it of those either.
  uncertain int not null default 0,
  in_flight int not null default 0,
  primary key (notice_id, chunk),
  check (length(states) = last_n - first_n + 1),
  check (not done or translate(states, 'arxgk', '') = ''),
  check (translate(states, 'qcdarlxgk', '') = ''),
  check (uncertain >= 0 and in_flight >= 0),
  -- Nobody whose dot may have left is forgotten, and nobody who is settled is counted here.
  check (uncertain + in_flight between length(states) - length(replace(states, 'd', ''))
                                   and length(translate(states, 'arxgk', '')))
) with (fillfactor = 70);

create index recipient_chunk_open on recipient_chunk (notice_id, chunk) where not done;

-- Refuses every step that the table does not have. Most of a line does not change from one write to the next: stretches
-- that are equal are passed by at once.
create function recipient_chunk_guard() returns trigger language plpgsql as $$
declare
  stretch constant int := 25;
  before text;
  after text;
  width int;
  known text := '';
begin
  if new.epoch < old.epoch or new.first_n <> old.first_n or new.last_n <> old.last_n then
    raise exception 'a chunk keeps its people and its epoch only grows' using errcode = 'check_violation';
  end if;
  if new.states = old.states then
    return new;
  end if;
  for start in 1 .. length(old.states) by stretch loop
    before := substr(old.states, start, stretch);
    after := substr(new.states, start, stretch);
    if before <> after then
      -- People go on together more often than not: a stretch of one letter is looked at as one.
      width := length(before);
      if before = repeat(left(before, 1), width) and after = repeat(left(after, 1), width) then
        width := 1;
      end if;
      for i in 1 .. width loop
        if substr(before, i, 1) <> substr(after, i, 1) and substr(before, i, 1) || substr(after, i, 1) <> known then
          known := substr(before, i, 1) || substr(after, i, 1);
          if not exists (select from delivery_step
                         where from_letter = left(known, 1) and to_letter = right(known, 1)) then
            raise exception 'a delivery does not go from % to %', left(known, 1), right(known, 1)
              using errcode = 'check_violation';
          end if;
        end if;
      end loop;
    end if;
  end loop;
  return new;
end $$;

create trigger recipient_chunk_guard before update on recipient_chunk
  for each row execute function recipient_chunk_guard();

-- What differs from "accepted at the first attempt", a row a person.
create table recipient_exception (
  notice_id uuid not null,
  n int not null,
  attempts int not null,
  next_attempt_at timestamptz,
  reply text not null,
  mail_domain text not null check (mail_domain not like '%@%'),
  -- A copy may have arrived of which nobody knows; stays when a later attempt ends otherwise.
  uncertain boolean not null,
  primary key (notice_id, n),
  foreign key (notice_id, n) references recipient on delete cascade
) with (fillfactor = 70);

-- Nobody is left out: a notice is sent when all its people are fixed and each of its chunks is done.
create function notice_sent_guard() returns trigger language plpgsql as $$
begin
  if exists (select from recipient_chunk where notice_id = new.id and not done)
      or exists (select from recipient_fixing where notice_id = new.id) then
    raise exception 'a notice is not sent while somebody waits for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger notice_sent_guard before update on notice
  for each row when (old.state <> 'SENT' and new.state = 'SENT') execute function notice_sent_guard();

-- One row a recipient, with the state in words, for people who look with psql.
create view recipient_state as
select r.notice_id, r.n, r.visit_day, r.venue_code, r.visit_id, r.language, s.name as state,
       e.attempts, e.next_attempt_at, e.reply, e.mail_domain, coalesce(e.uncertain, false) or s.letter = 'd' as uncertain
from recipient_chunk c
join recipient r on r.notice_id = c.notice_id and r.n between c.first_n and c.last_n
join delivery_state s on s.letter = substr(c.states, r.n - c.first_n + 1, 1)
left join recipient_exception e on e.notice_id = r.notice_id and e.n = r.n;

---- outcomes

-- Kept counters of settled recipients; the sums of a notice are read from here, never counted.
create table notice_outcome (
  notice_id uuid not null references notice,
  mail_domain text not null,
  outcome text not null check (outcome in ('ACCEPTED', 'REFUSED', 'GONE', 'EXPIRED', 'KEYS_MISSING')),
  people int not null,
  -- Of how many of them an earlier attempt may have left a copy of which nobody knows. Kept, because recipients and what
  -- was unusual with them go with their day, and a report must still tell the number.
  uncertain int not null default 0,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (notice_id, mail_domain, outcome),
  check (uncertain between 0 and people)
) with (fillfactor = 50);

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

---- ledger

-- The ledger: what was done with addresses, keys, officers and notices, entry after entry, each holding the hash of the
-- one before. Its form is written down octet by octet in docs/security.md and made a second time by the code that
-- verifies it.

-- What an entry may say: a closed list of names, each with the only form its value may have. No free text has a place.
create function ledger_facts_are_typed(facts jsonb) returns boolean
  language sql immutable strict set search_path = pg_catalog
  as $$
    select jsonb_typeof(facts) = 'object' and not exists (
      select from jsonb_each(facts) as fact (name, value)
      where jsonb_typeof(fact.value) <> 'string' or not coalesce(fact.value #>> '{}' ~ case fact.name
        when 'approver' then '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        when 'count' then '^(0|[1-9][0-9]{0,17})$'
        when 'day' then '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        when 'entry' then '^(0|[1-9][0-9]{0,17})$'
        when 'hash' then '^[0-9a-f]{64}$'
        when 'kind' then '^(FIRST|CORRECTION|WITHDRAWAL)$'
        when 'last_day' then '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        when 'notice' then '^N-[0-9]{4}-[0-9]{4,9}$'
        when 'officer' then '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        when 'purpose' then '^(FORM|DOOR|DAY|MASK|SIGNING|RECOVERY|LEDGER)$'
        when 'reference' then '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        when 'roles' then '^(REVIEWER|AUTHOR|APPROVER|ADMINISTRATOR|AUDITOR)(,(REVIEWER|AUTHOR|APPROVER|ADMINISTRATOR|AUDITOR))*$'
        when 'state' then '^(PREPARING|OPEN|ENDED)$'
        end, false))
  $$;

create function ledger_event_is_known(event text) returns boolean
  language sql immutable strict set search_path = pg_catalog
  as $$
    select event in (
      'ADDRESSES_OPENED',
      'NOTICE_ASKED', 'NOTICE_RECALLED', 'NOTICE_RETURNED', 'NOTICE_APPROVED', 'RECIPIENTS_FIXED', 'NOTICE_PAUSED',
      'NOTICE_RESUMED', 'NOTICE_STOPPED', 'NOTICE_SENT', 'CORRECTION_OPENED', 'WITHDRAWAL_OPENED',
      'KEYS_MADE', 'KEYS_PUBLISHED', 'KEY_DESTROYED', 'KEYS_DESTROYED', 'SIGNING_KEY_MADE', 'PASSPHRASE_CHANGED',
      'CEREMONY_HELD', 'KEYS_RECOVERED',
      'OFFICER_ADDED', 'OFFICER_ROLES_CHANGED', 'OFFICER_DISABLED', 'OFFICER_ENABLED', 'OFFICER_RESET',
      'OFFICER_PASSWORD_CHANGED', 'SIGN_INS_REFUSED',
      'SERVICE_STATE_CHANGED',
      'NOTICE_REPORT_EXPORTED', 'IMPORT_REPORT_EXPORTED', 'IMPORT_POSTERS_EXPORTED',
      'HOLD_ASKED', 'HOLD_APPROVED', 'HOLD_REFUSED', 'HOLD_ENDED',
      'DAY_ERASED', 'VISITS_ERASED', 'ENVELOPES_QUARANTINED',
      'LEDGER_VERIFIED', 'LEDGER_FOUND_BROKEN')
  $$;

create table ledger_entry (
  number bigint primary key check (number > 0),
  at timestamptz not null,
  event text not null check (ledger_event_is_known(event)),
  -- Who did it; null for the system. No reference, so that an entry never depends on another table.
  officer_id uuid,
  facts jsonb not null check (ledger_facts_are_typed(facts)),
  previous_hash bytea not null check (length(previous_hash) = 32),
  hash bytea not null check (length(hash) = 32)
);

create index ledger_entry_by_time on ledger_entry (at, number);
create index ledger_entry_by_event on ledger_entry (event, number);

-- The last entry. Whoever appends holds this row until the commit.
create table ledger_head (
  only_row boolean primary key default true check (only_row),
  number bigint not null,
  hash bytea not null
);

insert into ledger_head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

-- What a transaction wants to append. Empty between transactions.
create table ledger_waiting (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  event text not null check (ledger_event_is_known(event)),
  officer_id uuid,
  facts jsonb not null check (ledger_facts_are_typed(facts))
);

-- What is counted during a day and becomes one entry when the day is over.
create table ledger_tally (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  event text not null check (ledger_event_is_known(event)),
  count bigint not null check (count > 0)
);

create index ledger_tally_by_time on ledger_tally (at);

-- The head as it was signed, every few minutes; the same lines go to a second place.
create table ledger_signature (
  id bigint generated always as identity primary key,
  number bigint not null check (number >= 0),
  hash bytea not null check (length(hash) = 32),
  signed_at timestamptz not null,
  public_key bytea not null check (length(public_key) = 32),
  signature bytea not null check (length(signature) = 64)
);

create index ledger_signature_by_number on ledger_signature (number, id);
create index ledger_signature_by_time on ledger_signature (signed_at, id);

create function ledger_canonical(number bigint, at timestamptz, event text, officer_id uuid, facts jsonb,
                                 previous_hash bytea) returns bytea
  language sql stable set search_path = pg_catalog
  as $$
    select '\x01'::bytea
      || int8send(number)
      || int8send((extract(epoch from at) * 1000000)::bigint)
      || int2send(octet_length(event)::int2) || convert_to(event, 'UTF8')
      || coalesce('\x10'::bytea || uuid_send(officer_id), '\x00'::bytea)
      || (select int2send(count(*)::int2) || coalesce(string_agg(
            int2send(octet_length(fact.name)::int2) || convert_to(fact.name, 'UTF8')
              || int2send(octet_length(fact.value)::int2) || convert_to(fact.value, 'UTF8'),
            ''::bytea order by fact.name collate "C"), ''::bytea)
          from jsonb_each_text(facts) as fact (name, value))
      || previous_hash
  $$;

-- At the commit, so that the head is the last row a transaction locks: who appends never waits while others wait for
-- what it holds.
create function ledger_append() returns trigger language plpgsql as $$
declare
  head ledger_head;
  new_hash bytea;
begin
  select * into strict head from ledger_head for update;
  new_hash := sha256(ledger_canonical(head.number + 1, new.at, new.event, new.officer_id, new.facts, head.hash));
  insert into ledger_entry (number, at, event, officer_id, facts, previous_hash, hash)
    values (head.number + 1, new.at, new.event, new.officer_id, new.facts, head.hash, new_hash);
  update ledger_head set number = head.number + 1, hash = new_hash;
  delete from ledger_waiting where id = new.id;
  return null;
end $$;

create constraint trigger ledger_append after insert on ledger_waiting
  deferrable initially deferred for each row execute function ledger_append();

create function ledger_append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'check_violation';
end $$;

create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry
  for each statement execute function ledger_append_only();
create trigger ledger_signature_append_only before update or delete or truncate on ledger_signature
  for each statement execute function ledger_append_only();
create trigger ledger_head_stays before insert or delete or truncate on ledger_head
  for each statement execute function ledger_append_only();

---- erasure

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

-- The same table as ErasureTransitions in the code.
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

-- What was erased of a day, signed; kept for ever.
create table erasure_certificate (
  day date primary key references erasure,
  issued_at timestamptz not null,
  -- The content in JSON exactly as it was signed, and the public half of the key that signed it.
  content text not null,
  signing_key text not null,
  signature bytea not null check (length(signature) = 64)
);

create function erasure_certificate_stays() returns trigger language plpgsql as $$
begin
  raise exception 'a certificate of erasure stays as it is' using errcode = 'check_violation';
end $$;

create trigger erasure_certificate_stays before update or delete or truncate on erasure_certificate
  for each statement execute function erasure_certificate_stays();

---- holds

-- A legal hold: the days of a range outlive their retention, by the word of two officers, and not for ever.
create table legal_hold (
  id uuid primary key,
  first_day date not null,
  last_day date not null,
  reason text not null
    check (reason in ('COURT_ORDER', 'INVESTIGATION', 'DISCLOSURE_REQUEST', 'INCIDENT')),
  -- Of the authority's own file; no place for an address or a sentence.
  file_number text not null check (length(file_number) between 1 and 40 and file_number !~ '[@＠[:space:][:cntrl:]]'),
  -- The last day on which it holds, and the rule it was asked for under.
  ends_on date not null,
  retention_days int not null check (retention_days >= 1),
  longest_hold_days int not null check (longest_hold_days >= 0),
  state text not null default 'ASKED' check (state in ('ASKED', 'IN_FORCE', 'REFUSED', 'LIFTED', 'ENDED')),
  asked_by uuid not null references officer,
  asked_at timestamptz not null,
  confirmed_by uuid references officer,
  confirmed_at timestamptz,
  -- Who refused or lifted it; nobody when its time was over.
  closed_by uuid references officer,
  closed_at timestamptz,
  check (first_day <= last_day),
  -- Reckoned from the day that is held, so that holds cannot be strung together to keep a day longer.
  check (ends_on <= first_day + retention_days + longest_hold_days),
  check (confirmed_by <> asked_by),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check ((confirmed_by is not null) = (state in ('IN_FORCE', 'LIFTED', 'ENDED'))),
  check ((closed_at is not null) = (state in ('REFUSED', 'LIFTED', 'ENDED'))),
  check ((closed_by is not null) = (state in ('REFUSED', 'LIFTED')))
);

create index legal_hold_open on legal_hold (asked_at) where state in ('ASKED', 'IN_FORCE');

-- The same table as HoldTransitions in the code.
create function legal_hold_follows() returns trigger language plpgsql as $$
begin
  if tg_op in ('DELETE', 'TRUNCATE') then
    raise exception 'a hold is not forgotten' using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.state <> 'ASKED' then
      raise exception 'a hold begins by being asked for' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.state = old.state or (old.state, new.state) not in (
      ('ASKED', 'IN_FORCE'),
      ('ASKED', 'REFUSED'),
      ('IN_FORCE', 'LIFTED'),
      ('IN_FORCE', 'ENDED')) then
    raise exception 'a hold does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.id, new.first_day, new.last_day, new.reason, new.file_number, new.ends_on, new.retention_days,
      new.longest_hold_days, new.asked_by, new.asked_at)
      is distinct from (old.id, old.first_day, old.last_day, old.reason, old.file_number, old.ends_on,
      old.retention_days, old.longest_hold_days, old.asked_by, old.asked_at)
      or old.confirmed_by is not null
         and (new.confirmed_by, new.confirmed_at) is distinct from (old.confirmed_by, old.confirmed_at) then
    raise exception 'what was asked and confirmed does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger legal_hold_follows before insert or update or delete on legal_hold
  for each row execute function legal_hold_follows();
create trigger legal_hold_stays before truncate on legal_hold
  for each statement execute function legal_hold_follows();

-- Whatever the program does: no erasure begins while a hold is in force.
create function erasure_respects_holds() returns trigger language plpgsql as $$
begin
  if exists (select from legal_hold
             where state = 'IN_FORCE' and new.day between first_day and last_day) then
    raise exception 'a hold is in force for %', new.day using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger erasure_respects_holds before insert on erasure
  for each row execute function erasure_respects_holds();

---- visitors' wishes

-- Visitors who asked for the erasure of all their visits; gone when it is done, within a minute. Which person it is, is
-- sealed by the office for the day they asked on.
create table visitor_erasure (
  id bigint generated always as identity primary key,
  asked_at timestamptz not null,
  asked_on date not null,
  sealed_tag bytea not null,
  -- Days before it were gone through.
  next_day date
);
