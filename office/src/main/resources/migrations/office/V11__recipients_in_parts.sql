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

-- Everything that was approved stays as it was approved, whatever the program does.
create or replace function notice_guard() returns trigger language plpgsql as $$
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

-- Nobody is left out: a notice is sent when all its people are fixed and each of its chunks is done.
create or replace function notice_sent_guard() returns trigger language plpgsql as $$
begin
  if exists (select from recipient_chunk where notice_id = new.id and not done)
      or exists (select from recipient_fixing where notice_id = new.id) then
    raise exception 'a notice is not sent while somebody waits for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- How many people a notice goes to is an entry of its own.
create or replace function ledger_event_is_known(event text) returns boolean
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
