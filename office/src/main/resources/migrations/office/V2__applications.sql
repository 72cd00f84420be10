-- Signing in: a session holds while this number is the one it began with.
alter table officer add column credentials_version int not null default 1;
-- Whether the password is one an administrator handed over.
alter table officer add column password_given boolean not null default false;

-- The service goes one way: preparing, open, ended.
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

-- A venue is published while its published version is behind; so a publication that failed is not forgotten.
alter table venue add column version int not null default 1;
alter table venue add column published_version int not null default 0;
create index venue_to_publish on venue (code) where published_version < version;

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
