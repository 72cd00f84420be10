-- The two halves of the exchange: a mailbox the front can only put into, and a directory it can only read. What the front's
-- role may do in them is said in afterMigrate.sql.

create schema mailbox;
create schema directory;

revoke all on schema public from public;
revoke all on schema mailbox from public;
revoke all on schema directory from public;

-- Whose turn it is: envelopes wait in lines, one for each door and one for each other kind, so that what floods one door
-- waits there. Reckoned by the database from what anyone on the way can read, so that the front learns and may no more
-- than before: its kind, and of a check-in (kind 1) its spot, as docs/security.md has the envelope's octets. An announcement
-- of an epoch (kind 0) has the first line.
create table mailbox.envelope (
  id bigint generated always as identity primary key,
  put_at timestamptz not null default clock_timestamp(),
  bytes bytea not null check (length(bytes) between 26 and 65536),
  line bytea not null generated always as (
    case get_byte(bytes, 1) when 0 then ''::bytea when 1 then substring(bytes from 45 for 10)
                            else substring(bytes from 2 for 1) end) stored
);

create index envelope_by_line on mailbox.envelope (line, id);

-- Rows live seconds. What is sealed cannot be compressed; what is dead is to be swept soon, whatever the size. Giving
-- space back holds up puts for a moment; the office does it when there is much to give.
alter table mailbox.envelope alter column bytes set storage external;

alter table mailbox.envelope set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_threshold = -1,
  vacuum_truncate = false,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_cost_delay = 0,
  toast.vacuum_truncate = false
);

-- How large the mailbox may grow, with its indexes: some 50 million check-ins, a day's outage of the office at 500 a
-- second. Only a hostile or forgotten front reaches it, and finds the mailbox full instead of the disk.
create table mailbox.bound (
  only_row boolean primary key default true check (only_row),
  octets bigint not null check (octets > 0)
);

insert into mailbox.bound (octets) values (20000000000);

-- The front's one right on the mailbox. Returns nothing and conflicts with nothing, so that it tells the front nothing; and
-- checks what it is given before the table does: a constraint's own message would quote the failing row with its number, and
-- so tell the front how many envelopes there were.
create function mailbox.put(envelopes bytea[]) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  as $$
begin
  -- 2,000 envelopes and 16 million octets are four times what the front sends at once.
  if envelopes is null
     or array_ndims(envelopes) is distinct from 1
     or cardinality(envelopes) > 2000
     or (select count(*) filter (where e is null or octet_length(e) not between 26 and 65536) > 0
                or sum(octet_length(e)) > 16000000
         from unnest(envelopes) as e)
  then
    raise exception using errcode = 'invalid_parameter_value', message = 'not envelopes';
  end if;
  if pg_total_relation_size('mailbox.envelope') > (select octets from mailbox.bound) then
    raise exception using errcode = 'disk_full', message = 'the mailbox is full';
  end if;
  insert into mailbox.envelope (bytes) select e from unnest(envelopes) as e;
end
$$;

revoke all on function mailbox.put(bytea[]) from public;

-- Every record of the directory says in which version it was written, so that a front and an office of different versions
-- understand each other.

create table directory.service (
  only_row boolean primary key default true check (only_row),
  body text not null,
  published_at timestamptz not null
);

create table directory.venue (
  venue_code text primary key,
  name text not null,
  kana text not null,
  sector text not null,
  municipality text not null,
  address text not null,
  listed boolean not null,
  state text not null check (state in ('OPEN', 'PAUSED', 'CLOSED')),
  registered_on date not null,
  version smallint not null default 1 check (version >= 1)
);

create index venue_by_kana on directory.venue (kana, venue_code) where listed and state <> 'CLOSED';

create table directory.spot (
  spot_code text primary key,
  venue_code text not null references directory.venue on delete cascade,
  label text not null,
  position int not null,
  version smallint not null default 1 check (version >= 1)
);

create index spot_by_venue on directory.spot (venue_code, position);

-- Signed by the office; a front takes no other.
create table directory.seal_key (
  day date not null,
  purpose text not null check (purpose in ('FORM', 'DOOR', 'DAY')),
  statement bytea not null check (length(statement) between 23 and 4096),
  signature bytea not null check (length(signature) = 64),
  primary key (day, purpose)
);

-- What a mailed link shows. Goes with its day, whatever the retention is by then; until when its link works is reckoned from
-- it. HELD: its visitor wants it erased while a legal hold keeps it.
create table directory.receipt (
  link_hash bytea primary key,
  state text not null check (state in ('SENT', 'CONFIRMED', 'ERASED', 'HELD')),
  day date not null,
  -- One link confirms and erases; else there are two.
  one_link boolean not null default true,
  -- Where and when it was, sealed under the link that confirms.
  place bytea,
  version smallint not null default 1 check (version >= 1)
);

create index receipt_by_day on directory.receipt using brin (day) with (pages_per_range = 16, autosummarize = on);

create table directory.reply (
  link_hash bytea primary key,
  body bytea not null,
  published_at timestamptz not null
);

-- What became of a confirmation mail, under the number of its accepted screen; goes with its day.
create table directory.mail_state (
  receipt uuid primary key,
  state text not null check (state in ('LATER', 'SENT', 'FAILED', 'REFUSED')),
  day date not null,
  version smallint not null default 1 check (version >= 1)
);

create index mail_state_by_day on directory.mail_state using brin (day) with (pages_per_range = 16, autosummarize = on);

-- Public files the office makes and the front hands out: usage sheets, the sample poster.
create table directory.document (
  name text primary key check (name ~ '^[a-z0-9-]+\.pdf$'),
  bytes bytea not null,
  published_at timestamptz not null
);

-- What the office did on each day, in numbers, and the signed head of its ledger at the end of it.
create table directory.ledger_day (
  day date primary key,
  -- False while the day goes on.
  complete boolean not null,
  openings bigint not null check (openings >= 0),
  addresses_opened bigint not null check (addresses_opened >= 0),
  notices_sent bigint not null check (notices_sent >= 0),
  days_erased bigint not null check (days_erased >= 0),
  visits_erased bigint not null check (visits_erased >= 0),
  holds_in_force bigint not null check (holds_in_force >= 0),
  head_number bigint,
  head_hash bytea check (length(head_hash) = 32),
  signed_at timestamptz,
  public_key bytea check (length(public_key) = 32),
  signature bytea check (length(signature) = 64),
  version smallint not null default 1 check (version >= 1),
  check (num_nulls(head_number, head_hash, signed_at, public_key, signature) in (0, 5))
);

-- The office's last sign of life, by the exchange's own clock, and how the office said it was.
create table directory.office_sign (
  only_row boolean primary key default true check (only_row),
  given_at timestamptz not null,
  condition text not null check (condition in ('WELL', 'DEGRADED', 'DOWN')),
  version smallint not null default 1 check (version >= 1)
);

-- So that a front can tell at its start whether this database is of its version, and a front of an earlier version goes on
-- with a newer exchange: fronts_from is the last migration that took something away from under a front.
create view directory.schema_version as
  select max(cast(version as int)) as version, 1 as fronts_from from public.flyway_schema_history
  where success and version ~ '^[0-9]+$';
