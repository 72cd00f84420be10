-- Gives the owner of this database back what an earlier version of this script took when it was given the owner's name
-- instead of the front's. Changes nothing where nothing is missing; runs as the owner as well as a superuser.

do $$
declare
  owner constant regrole := (select datdba from pg_database where datname = current_database());
  missing record;
begin
  if not has_database_privilege(owner, current_database(), 'CREATE') then
    execute format('grant all on database %I to %s', current_database(), owner);
  end if;

  for missing in
    select n.nspname as name from pg_namespace n
    where n.nspname in ('public', 'mailbox', 'directory') and not has_schema_privilege(owner, n.oid, 'CREATE')
  loop
    execute format('grant all on schema %I to %s', missing.name, owner);
  end loop;

  for missing in
    select c.oid::regclass as name, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'mailbox', 'directory') and c.relowner = owner
      and case c.relkind when 'S' then not has_sequence_privilege(owner, c.oid, 'UPDATE')
                         when 'i' then false
                         else not has_table_privilege(owner, c.oid, 'INSERT') end
  loop
    execute format('grant all on %s %s to %s', case missing.relkind when 'S' then 'sequence' else 'table' end,
                   missing.name, owner);
  end loop;

  for missing in
    select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'mailbox', 'directory') and p.proowner = owner
      and not has_function_privilege(owner, p.oid, 'EXECUTE')
  loop
    execute format('grant all on routine %s to %s', missing.name, owner);
  end loop;

  -- Only that script sets all of these to just these values; of one's own role one may reset the first ones oneself.
  if exists (select from pg_db_role_setting where setdatabase = 0 and setrole = owner
             and setconfig @> array['statement_timeout=15s', 'lock_timeout=5s',
                                    'idle_in_transaction_session_timeout=15s']) then
    execute format('alter role %s reset statement_timeout', owner);
    execute format('alter role %s reset lock_timeout', owner);
    execute format('alter role %s reset idle_in_transaction_session_timeout', owner);
    if current_setting('server_version_num')::int >= 170000 then
      execute format('alter role %s reset transaction_timeout', owner);
    end if;
  end if;
  if (select rolsuper from pg_roles where rolname = current_user)
     and exists (select from pg_db_role_setting where setdatabase = 0 and setrole = owner
                 and 'temp_file_limit=64MB' = any (setconfig)) then
    execute format('alter role %s reset temp_file_limit', owner);
    if (select rolconnlimit from pg_roles where oid = owner) = 60 then
      execute format('alter role %s connection limit -1', owner);
    end if;
  end if;
end
$$;
