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

-- The same table as HoldState in the code.
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

-- A visit of a held day whose visitor wants it erased: out of every notice, and erased when the hold ends.
alter table visit add column withdrawn_at timestamptz;
create index visit_withdrawn on visit (day) where withdrawn_at is not null;

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

-- One officer lifts a hold: the end of one is asked for by nobody.
create or replace function ledger_event_is_known(event text) returns boolean
  language sql immutable strict set search_path = pg_catalog
  as $$
    select event in (
      'ADDRESSES_OPENED',
      'NOTICE_ASKED', 'NOTICE_RECALLED', 'NOTICE_RETURNED', 'NOTICE_APPROVED', 'NOTICE_PAUSED', 'NOTICE_RESUMED',
      'NOTICE_STOPPED', 'NOTICE_SENT', 'CORRECTION_OPENED', 'WITHDRAWAL_OPENED',
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
