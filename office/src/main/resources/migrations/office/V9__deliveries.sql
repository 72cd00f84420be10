-- The mail engine keeps the states of a chunk's people as one line of letters, one letter a person (ADR 13). Recipients
-- stay as they were written at the approval.
create table delivery_state (
  letter text primary key check (letter ~ '^[a-z]$'),
  name text not null unique,
  -- Nothing follows; a notice is over when each of its letters is final.
  final boolean not null
);

insert into delivery_state (letter, name, final) values
  ('q', 'QUEUED', false),
  ('c', 'CLAIMED', false),
  ('d', 'DOT_SENT', false),
  ('a', 'ACCEPTED', true),
  ('r', 'REFUSED', true),
  ('l', 'DEFERRED', false),
  ('x', 'EXPIRED', true),
  ('g', 'GONE', true);

-- Every step a delivery can take; the same table as RecipientState in the code.
create table delivery_step (
  from_letter text not null references delivery_state,
  to_letter text not null references delivery_state,
  primary key (from_letter, to_letter)
);

insert into delivery_step (from_letter, to_letter) values
  ('q', 'c'), ('q', 'x'), ('q', 'g'),
  ('c', 'q'), ('c', 'd'), ('c', 'r'), ('c', 'l'), ('c', 'x'), ('c', 'g'),
  ('d', 'q'), ('d', 'a'), ('d', 'r'), ('d', 'l'), ('d', 'x'), ('d', 'g'),
  ('l', 'c'), ('l', 'x'), ('l', 'g');

-- What differs from "accepted at the first attempt", a row a person.
create table recipient_exception (
  notice_id uuid not null,
  n int not null,
  attempts int not null,
  next_attempt_at timestamptz,
  reply text not null,
  mail_domain text not null check (mail_domain not like '%@%'),
  -- A copy may have arrived of which nobody knows; stays when a later attempt ends otherwise.
  uncertain boolean not null,
  primary key (notice_id, n),
  foreign key (notice_id, n) references recipient on delete cascade
) with (fillfactor = 70);

alter table recipient_chunk add column states text;
alter table recipient_chunk add column step int not null default 0;

update recipient_chunk c
set states = (
  select string_agg(case when r.n is null then case when c.done then 'a' else 'g' end else s.letter end, '' order by i)
  from generate_series(c.first_n, c.last_n) as i
  left join recipient r on r.notice_id = c.notice_id and r.n = i
  left join delivery_state s on s.name = case r.state when 'CLAIMED' then 'DOT_SENT' else r.state end);

insert into recipient_exception (notice_id, n, attempts, next_attempt_at, reply, mail_domain, uncertain)
select notice_id, n, attempts, next_attempt_at, coalesce(reply, ''), coalesce(mail_domain, ''), state = 'CLAIMED'
from recipient where state in ('REFUSED', 'DEFERRED', 'CLAIMED');

alter table recipient_chunk
  alter column states set not null,
  add check (length(states) = last_n - first_n + 1),
  add check (not done or translate(states, 'arxg', '') = ''),
  add check (translate(states, 'qcdarlxg', '') = '');

alter table recipient
  drop column state,
  drop column attempts,
  drop column next_attempt_at,
  drop column reply,
  drop column mail_domain,
  drop column settled_at;

-- Refuses every step that the table does not have. Most of a line does not change from one write to the next: stretches
-- that are equal are passed by at once.
create function recipient_chunk_guard() returns trigger language plpgsql as $$
declare
  stretch constant int := 25;
  before text;
  after text;
  width int;
  known text := '';
begin
  if new.epoch < old.epoch or new.first_n <> old.first_n or new.last_n <> old.last_n then
    raise exception 'a chunk keeps its people and its epoch only grows' using errcode = 'check_violation';
  end if;
  if new.states = old.states then
    return new;
  end if;
  for start in 1 .. length(old.states) by stretch loop
    before := substr(old.states, start, stretch);
    after := substr(new.states, start, stretch);
    if before <> after then
      -- People go on together more often than not: a stretch of one letter is looked at as one.
      width := length(before);
      if before = repeat(left(before, 1), width) and after = repeat(left(after, 1), width) then
        width := 1;
      end if;
      for i in 1 .. width loop
        if substr(before, i, 1) <> substr(after, i, 1) and substr(before, i, 1) || substr(after, i, 1) <> known then
          known := substr(before, i, 1) || substr(after, i, 1);
          if not exists (select from delivery_step
                         where from_letter = left(known, 1) and to_letter = right(known, 1)) then
            raise exception 'a delivery does not go from % to %', left(known, 1), right(known, 1)
              using errcode = 'check_violation';
          end if;
        end if;
      end loop;
    end if;
  end loop;
  return new;
end $$;

create trigger recipient_chunk_guard before update on recipient_chunk
  for each row execute function recipient_chunk_guard();

-- Nobody is left out: a notice is sent when each of its chunks is.
create function notice_sent_guard() returns trigger language plpgsql as $$
begin
  if exists (select from recipient_chunk where notice_id = new.id and not done) then
    raise exception 'a notice is not sent while somebody waits for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger notice_sent_guard before update on notice
  for each row when (old.state <> 'SENT' and new.state = 'SENT') execute function notice_sent_guard();

-- One row a recipient, with the state in words, for people who look with psql.
create view recipient_state as
select r.notice_id, r.n, r.visit_day, r.venue_code, r.visit_id, r.language, s.name as state,
       e.attempts, e.next_attempt_at, e.reply, e.mail_domain, coalesce(e.uncertain, false) or s.letter = 'd' as uncertain
from recipient_chunk c
join recipient r on r.notice_id = c.notice_id and r.n between c.first_n and c.last_n
join delivery_state s on s.letter = substr(c.states, r.n - c.first_n + 1, 1)
left join recipient_exception e on e.notice_id = r.notice_id and e.n = r.n;
