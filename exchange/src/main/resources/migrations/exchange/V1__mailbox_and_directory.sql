-- The two halves of the exchange: a mailbox the front can only put into, and a directory it can only read.

create schema mailbox;
create schema directory;

revoke all on schema public from public;
revoke all on schema mailbox from public;
revoke all on schema directory from public;

create table mailbox.envelope (
  id bigint generated always as identity primary key,
  put_at timestamptz not null default clock_timestamp(),
  bytes bytea not null check (length(bytes) between 26 and 65536)
);

-- Returns nothing and conflicts with nothing, so that it tells the front nothing.
create function mailbox.put(envelopes bytea[]) returns void
  language sql
  security definer
  set search_path = mailbox, pg_temp
  as $$ insert into mailbox.envelope (bytes) select e from unnest(envelopes) as e $$;

revoke all on function mailbox.put(bytea[]) from public;

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
  registered_on date not null
);

create index venue_by_kana on directory.venue (kana, venue_code) where listed and state <> 'CLOSED';

create table directory.spot (
  spot_code text primary key,
  venue_code text not null references directory.venue on delete cascade,
  label text not null,
  position int not null
);

create index spot_by_venue on directory.spot (venue_code, position);

create table directory.seal_key (
  day date not null,
  purpose text not null check (purpose in ('FORM', 'DOOR', 'DAY')),
  public_key bytea not null,
  primary key (day, purpose)
);

create table directory.receipt (
  link_hash bytea primary key,
  state text not null check (state in ('SENT', 'CONFIRMED', 'ERASED')),
  until date not null
);

create index receipt_by_until on directory.receipt (until);

create table directory.reply (
  link_hash bytea primary key,
  body bytea not null,
  published_at timestamptz not null
);

grant usage on schema mailbox to ${frontRole};
grant execute on function mailbox.put(bytea[]) to ${frontRole};
grant usage on schema directory to ${frontRole};
grant select on all tables in schema directory to ${frontRole};
