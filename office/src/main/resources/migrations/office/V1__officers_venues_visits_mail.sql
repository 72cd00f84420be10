create table officer (
  id uuid primary key,
  login_name text not null unique,
  name text not null,
  email text not null,
  password_hash text not null,
  sealed_totp_secret bytea not null,
  -- The last time step whose code was used; a code works once.
  last_totp_step bigint not null default 0,
  roles text[] not null,
  active boolean not null default true,
  failed_attempts int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);

create table service_state (
  only_row boolean primary key default true check (only_row),
  state text not null check (state in ('PREPARING', 'OPEN', 'ENDED')),
  changed_by uuid references officer,
  changed_at timestamptz not null
);

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
  phone_key text not null
);

create index venue_by_kana on venue (kana, code);
create index venue_by_address_key on venue (address_key);
create index venue_by_phone_key on venue (phone_key) where phone_key <> '';

create table spot (
  code text primary key,
  venue_code text not null references venue,
  label text not null,
  position int not null,
  unique (venue_code, position)
);

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
  primary key (day, venue_code, arrived_at, id)
) partition by list (day);

create index visit_by_link on visit (link_hash);

create table quarantine (
  id bigint generated always as identity primary key,
  quarantined_at timestamptz not null,
  reason text not null,
  bytes bytea not null
);

-- The door lane: confirmations and mails to venues. Recipients are sealed here too.
create table mail (
  id uuid primary key,
  kind text not null,
  language text not null,
  parameters jsonb not null,
  seal_purpose text not null,
  seal_day date not null,
  associated bytea not null,
  sealed_recipient bytea,
  state text not null default 'QUEUED' check (state in ('QUEUED', 'ACCEPTED', 'REFUSED', 'EXPIRED')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  reply text,
  -- What is settled keeps no recipient.
  check (state = 'QUEUED' or sealed_recipient is null)
);

create index mail_to_send on mail (next_attempt_at) where state = 'QUEUED';
