-- Whose address cannot be opened because the keys of the day are not there, though nobody erased them, has an outcome of
-- its own: it is no erasure.
insert into delivery_state (letter, name, final) values ('k', 'KEYS_MISSING', true);
insert into delivery_step (from_letter, to_letter) values ('c', 'k'), ('d', 'k');

do $$
declare
  old record;
begin
  for old in
    select conname from pg_constraint
    where conrelid = 'recipient_chunk'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%translate(%'
  loop
    execute format('alter table recipient_chunk drop constraint %I', old.conname);
  end loop;
end
$$;

-- Not validated: what is there satisfied less.
alter table recipient_chunk
  add check (not done or translate(states, 'arxgk', '') = '') not valid,
  add check (translate(states, 'qcdarlxgk', '') = '') not valid,
  -- Nobody whose dot may have left is forgotten, and nobody who is settled is counted here.
  add check (uncertain + in_flight between length(states) - length(replace(states, 'd', ''))
                                       and length(translate(states, 'arxgk', ''))) not valid;

alter table notice_outcome
  drop constraint notice_outcome_outcome_check,
  add constraint notice_outcome_outcome_check
    check (outcome in ('ACCEPTED', 'REFUSED', 'GONE', 'EXPIRED', 'KEYS_MISSING')) not valid;
