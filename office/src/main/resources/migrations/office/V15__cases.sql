-- What a health office found out is a row of its own; its notices belong to it.
create table infection_case (
  id uuid primary key,
  opened_by uuid not null references officer,
  -- The clock of the three minutes starts here, for every notice of the case.
  entered_at timestamptz not null
);

insert into infection_case (id, opened_by, entered_at)
  select id, author, case_entered_at from notice where kind = 'FIRST';

alter table notice add column case_id uuid references infection_case;
update notice set case_id = coalesce(follow_up_of, id);

alter table notice
  alter column case_id set not null,
  drop column case_entered_at,
  drop constraint notice_follow_up_of_fkey,
  add constraint notice_of_case unique (case_id, id),
  -- A follow-up belongs to the case of its first notice.
  add constraint notice_follow_up_of_fkey foreign key (case_id, follow_up_of) references notice (case_id, id);

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
