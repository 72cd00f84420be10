-- A registration finds the one before it of the same address at the same door by a number of the day, the door, the person
-- and the five minutes it fell into, made under the day's secret (ADR 16). The first one of each five minutes alone has it.
alter table visit add column door_tag bytea;
create index visit_at_door on visit (door_tag) where door_tag is not null;

-- Mails wait in lines, one for each door and one for all the rest, and the lines take turns.
alter table mail add column line text not null default '';
drop index mail_to_send;
create index mail_to_send on mail ((kind = 'CONFIRMATION'), line, next_attempt_at) where state = 'QUEUED';

-- Since when it is told what is told, and when each of the registrations came that share the mail: each is told at the age
-- at which the first one was.
alter table mail
  add column told_at timestamptz,
  add column also_at timestamptz[] not null default '{}';
update mail set also_at = array_fill(created_at, array[cardinality(also_for)]) where cardinality(also_for) > 0;
alter table mail add constraint mail_also_check check (cardinality(also_for) = cardinality(also_at));

-- An envelope is set aside once, however often it comes.
delete from quarantine again using quarantine before
where sha256(again.bytes) = sha256(before.bytes) and again.id > before.id;
create unique index quarantine_once on quarantine (sha256(bytes));
