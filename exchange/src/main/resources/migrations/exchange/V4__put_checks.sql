-- The front's one right on the mailbox checks what it is given, before the table does: a constraint's own message would
-- quote the failing row with its number, and so tell the front how many envelopes there were.

-- How large the mailbox may grow, with its indexes: some 50 million check-ins, a day's outage of the office at 500 a
-- second. Only a hostile or forgotten front reaches it, and finds the mailbox full instead of the disk.
create table mailbox.bound (
  only_row boolean primary key default true check (only_row),
  octets bigint not null check (octets > 0)
);

insert into mailbox.bound (octets) values (20000000000);

create or replace function mailbox.put(envelopes bytea[]) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
  as $$
begin
  -- 2,000 envelopes and 16 million octets are four times what the front sends at once.
  if envelopes is null
     or array_ndims(envelopes) is distinct from 1
     or cardinality(envelopes) > 2000
     or (select count(*) filter (where e is null or octet_length(e) not between 26 and 65536) > 0
                or sum(octet_length(e)) > 16000000
         from unnest(envelopes) as e)
  then
    raise exception using errcode = 'invalid_parameter_value', message = 'not envelopes';
  end if;
  if pg_total_relation_size('mailbox.envelope') > (select octets from mailbox.bound) then
    raise exception using errcode = 'disk_full', message = 'the mailbox is full';
  end if;
  insert into mailbox.envelope (bytes) select e from unnest(envelopes) as e;
end
$$;

-- Rows live seconds. What is sealed cannot be compressed; what is dead is to be swept soon, whatever the size. Giving
-- space back holds up puts for a moment; the office does it when there is much to give.
alter table mailbox.envelope alter column bytes set storage external;

alter table mailbox.envelope set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_threshold = -1,
  vacuum_truncate = false,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 1000,
  toast.autovacuum_vacuum_cost_delay = 0,
  toast.vacuum_truncate = false
);
