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

insert into approval_step (subject, kind, at, officer_id, officer_name, deed, bearing, word, content)
select notice_id, 'NOTICE', at, officer_id, officer_name, event,
       case when event in ('OPENED', 'CHANGED', 'ASKED') then 'HAND' when event = 'APPROVED' then 'DECISION' else 'NONE' end,
       word, content
from notice_history order by id;

drop table notice_history;

-- Of holds that wait or are in force: what was asked for, as the program writes it.
insert into approval_step (subject, kind, at, officer_id, officer_name, deed, bearing, content)
select h.id, 'LEGAL_HOLD', h.asked_at, h.asked_by, o.name, 'ASKED', 'HAND',
       format('{"version":1,"hold":"%s","firstDay":"%s","lastDay":"%s","reason":"%s","fileNumber":%s,"endsOn":"%s","askedBy":"%s"}',
              h.id, to_char(h.first_day, 'YYYY-MM-DD'), to_char(h.last_day, 'YYYY-MM-DD'), h.reason,
              to_jsonb(h.file_number), to_char(h.ends_on, 'YYYY-MM-DD'), h.asked_by)
from legal_hold h join officer o on o.id = h.asked_by order by h.asked_at, h.id;

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
create trigger approval_step_append_only before update or delete or truncate on approval_step
  for each statement execute function notice_append_only();
