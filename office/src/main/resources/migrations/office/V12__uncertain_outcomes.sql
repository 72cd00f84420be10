-- How many people a copy may have reached of which nobody knows, kept as the other counters are: recipients and what was
-- unusual with them go with their day, and a report must still tell the number.

-- Of the settled people of a line: how many of them an earlier attempt is uncertain for.
alter table notice_outcome add column uncertain int not null default 0;

-- Of a chunk's people who are not settled: how many are uncertain, and how many more are being handed over. When a lease
-- ends without an outcome, those are uncertain too.
alter table recipient_chunk
  add column uncertain int not null default 0,
  add column in_flight int not null default 0;

update notice_outcome o
set uncertain = u.people
from (select notice_id, case when state in ('GONE', 'EXPIRED') then '' else mail_domain end as mail_domain, state,
             cast(count(*) as int) as people
      from recipient_state
      where uncertain and mail_domain is not null and state in ('ACCEPTED', 'REFUSED', 'GONE', 'EXPIRED')
      group by 1, 2, 3) as u
where o.notice_id = u.notice_id and o.mail_domain = u.mail_domain and o.outcome = u.state and u.people <= o.people;

update recipient_chunk c
set uncertain = length(states) - length(replace(states, 'd', ''))
  + (select count(*) from recipient_exception e
     where e.notice_id = c.notice_id and e.n between c.first_n and c.last_n and e.uncertain
       and substr(c.states, e.n - c.first_n + 1, 1) in ('q', 'c', 'l'))
where translate(states, 'arxg', '') <> '';

alter table notice_outcome add check (uncertain between 0 and people);
alter table recipient_chunk
  add check (uncertain >= 0 and in_flight >= 0),
  -- Nobody whose dot may have left is forgotten, and nobody who is settled is counted here.
  add check (uncertain + in_flight between length(states) - length(replace(states, 'd', ''))
                                       and length(translate(states, 'arxg', '')));
