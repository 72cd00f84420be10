-- What the front's role may do in this database: put envelopes, read the directory, and ask what it may do. Runs after
-- every migration as the owner, and once as a superuser (see docs/operations.md): the system catalogs are only a
-- superuser's to close. May be repeated; changes nothing that is as it should be.

-- Whoever owns a database or rules over all of them is not the front: narrowed, it would lose its own rights for good.

do $$
declare
  front constant regrole := '${frontRole}';
  owned constant text := (select min(datname) from pg_database where datdba = front);
begin
  if current_setting('server_version_num')::int < 150000 then
    raise exception 'PostgreSQL 15 or newer is needed; this is %', current_setting('server_version');
  end if;
  if owned is not null then
    raise exception 'the role % owns the database % and cannot be the front''s; nothing was changed', front, owned
      using hint = 'Give the front a role of its own (office.front-role, front.exchange.user), and name that one.';
  end if;
  if (select rolsuper from pg_roles where oid = front) then
    raise exception 'the role % is a superuser and cannot be the front''s; nothing was changed', front
      using hint = 'Give the front a role of its own (office.front-role, front.exchange.user), and name that one.';
  end if;
end
$$;

-- The owner's part: the database and its two schemas.

do $$
declare
  front constant regrole := '${frontRole}';
  directory_table record;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('revoke create, temporary on database %I from %s', current_database(), front);
  execute format('grant connect on database %I to %s', current_database(), front);

  revoke all on schema public, mailbox, directory from public;
  execute format('revoke all on schema public, mailbox, directory from %s', front);
  execute format('grant usage on schema mailbox, directory to %s', front);

  revoke all on all tables in schema public, mailbox, directory from public;
  revoke all on all sequences in schema public, mailbox, directory from public;
  revoke all on all functions in schema public, mailbox, directory from public;
  execute format('revoke all on all tables in schema public, mailbox, directory from %s', front);
  execute format('revoke all on all sequences in schema public, mailbox, directory from %s', front);
  execute format('revoke all on all functions in schema public, mailbox, directory from %s', front);
  execute format('grant execute on function mailbox.put(bytea[]) to %s', front);

  -- Column by column: a right on the whole table would show xmin and ctid, which tell how many transactions ran, and
  -- would allow LOCK TABLE.
  for directory_table in
    select format('%I.%I', n.nspname, c.relname) as name,
           string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = 'directory' and c.relkind in ('r', 'v', 'p')
    group by n.nspname, c.relname
  loop
    execute format('grant select (%s) on %s to %s', directory_table.columns, directory_table.name, front);
  end loop;
end
$$;

-- The superuser's part: the system catalogs. Everybody's rights become the database owner's; the front keeps functions
-- that compute from their arguments alone (IMMUTABLE), and what it needs to know its own rights.

do $$
declare
  front constant regrole := '${frontRole}';
  owner constant regrole := (select datdba from pg_database where datname = current_database());
  moved record;
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    return;
  end if;

  for moved in
    select string_agg(p.oid::regprocedure::text, ', ') as functions
    from pg_proc p
    where p.pronamespace not in ('mailbox'::regnamespace, 'directory'::regnamespace)
      and (p.provolatile <> 'i' or p.pronamespace <> 'pg_catalog'::regnamespace)
      and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                  where a.grantee = 0 and a.privilege_type = 'EXECUTE')
    group by p.prokind
  loop
    execute format('grant execute on routine %s to pg_database_owner', moved.functions);
    execute format('revoke execute on routine %s from public', moved.functions);
  end loop;

  for moved in
    select c.oid::regclass as relation, string_agg(a.privilege_type, ', ') as rights
    from pg_class c, aclexplode(c.relacl) a
    where a.grantee = 0
    group by c.oid
    union all
    select c.oid::regclass, string_agg(format('%s (%I)', a.privilege_type, t.attname), ', ')
    from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
    where a.grantee = 0
    group by c.oid
  loop
    execute format('grant %s on %s to pg_database_owner', moved.rights, moved.relation);
    execute format('revoke %s on %s from public', moved.rights, moved.relation);
  end loop;

  for moved in select lanname as language from pg_language where lanpltrusted loop
    execute format('grant usage on language %I to pg_database_owner', moved.language);
    execute format('revoke usage on language %I from public', moved.language);
  end loop;

  grant usage on schema information_schema to pg_database_owner;
  revoke usage on schema information_schema from public;

  execute format('grant select (oid, proname, pronamespace, provolatile) on pg_proc to %s', front);
  execute format('grant select (oid, relname, relnamespace, relkind) on pg_class to %s', front);
  execute format('grant select (oid, nspname) on pg_namespace to %s', front);
  execute format('grant select (oid, lanname, lanpltrusted) on pg_language to %s', front);
  execute format('grant select (oid, datname, datallowconn) on pg_database to %s', front);
  execute format('grant select (oid, rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls)
                  on pg_roles to %s', front);
  -- The JDBC driver looks up the type bytea[] here.
  execute format('grant select (oid, typname, typnamespace, typtype, typinput, typelem, typarray, typdelim) on pg_type
                  to %s', front);
  execute format('grant execute on function current_schemas(boolean), pg_has_role(oid, oid, text),
                    has_function_privilege(oid, oid, text), has_table_privilege(oid, oid, text),
                    has_any_column_privilege(oid, oid, text), has_sequence_privilege(oid, oid, text),
                    has_schema_privilege(oid, oid, text), has_language_privilege(oid, oid, text),
                    has_database_privilege(name, oid, text), has_database_privilege(oid, oid, text) to %s', front);

  -- Databases that everybody may enter have open catalogs of the same server.
  revoke connect, temporary on database postgres, template1 from public;

  execute format('alter role %s nosuperuser nocreatedb nocreaterole noreplication nobypassrls', front);
  for moved in select roleid::regrole as role from pg_auth_members where member = front loop
    execute format('revoke %s from %s', moved.role, front);
  end loop;
  if (select rolconnlimit from pg_roles where oid = front) = -1 then
    execute format('alter role %s connection limit 60', front);
  end if;
  -- A statement of the front takes milliseconds. Against what the role sets for itself stands the office's watch, which
  -- ends its transactions after the same ten seconds, as a member of it; temp_file_limit the role cannot change.
  execute format('alter role %s set statement_timeout = ''10s''', front);
  execute format('alter role %s set lock_timeout = ''5s''', front);
  execute format('alter role %s set idle_in_transaction_session_timeout = ''10s''', front);
  execute format('alter role %s set temp_file_limit = ''64MB''', front);
  if current_setting('server_version_num')::int >= 170000 then
    execute format('alter role %s set transaction_timeout = ''10s''', front);
  end if;
  if owner <> front and not (select rolsuper from pg_roles where oid = owner) then
    -- Before version 16 a membership has no options, and the owner inherits as every role does by default.
    execute format('grant %s to %s%s', front, owner,
                   case when current_setting('server_version_num')::int >= 160000
                        then ' with inherit true, set false' else '' end);
  end if;
end
$$;
