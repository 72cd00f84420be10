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
      'NOTICE_ASKED', 'NOTICE_RECALLED', 'NOTICE_RETURNED', 'NOTICE_APPROVED', 'NOTICE_PAUSED', 'NOTICE_RESUMED',
      'NOTICE_STOPPED', 'NOTICE_SENT', 'CORRECTION_OPENED', 'WITHDRAWAL_OPENED',
      'KEYS_MADE', 'KEYS_PUBLISHED', 'KEY_DESTROYED', 'KEYS_DESTROYED', 'SIGNING_KEY_MADE', 'PASSPHRASE_CHANGED',
      'CEREMONY_HELD', 'KEYS_RECOVERED',
      'OFFICER_ADDED', 'OFFICER_ROLES_CHANGED', 'OFFICER_DISABLED', 'OFFICER_ENABLED', 'OFFICER_RESET',
      'OFFICER_PASSWORD_CHANGED', 'SIGN_INS_REFUSED',
      'SERVICE_STATE_CHANGED',
      'NOTICE_REPORT_EXPORTED', 'IMPORT_REPORT_EXPORTED', 'IMPORT_POSTERS_EXPORTED',
      'HOLD_ASKED', 'HOLD_APPROVED', 'HOLD_REFUSED', 'HOLD_END_ASKED', 'HOLD_ENDED',
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

-- The log of openings that came before.
insert into ledger_waiting (at, event, officer_id, facts)
  select l.opened_at, 'ADDRESSES_OPENED', null,
         jsonb_build_object('notice', n.number, 'kind', n.kind, 'hash', l.content_hash,
                            'approver', l.approved_by::text, 'count', l.people::text)
  from opening_log l join notice n on n.id = l.notice_id
  order by l.id;
set constraints all immediate;

drop table opening_log;
