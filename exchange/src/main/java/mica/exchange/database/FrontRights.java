package mica.exchange.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/**
 * What the front's role may do in the exchange database: put envelopes, read the directory, and ask what it may do. The
 * migrations set it as far as the owner of the database can; the rest is a script for a superuser.
 */
public final class FrontRights {

    private FrontRights() {}

    /** The script that a superuser runs in the exchange database; may be run again at any time. */
    public static String script(String frontRole) {
        if (!frontRole.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain name of a role: " + frontRole);
        }
        try (InputStream script = FrontRights.class.getResourceAsStream("/migrations/exchange/afterMigrate.sql")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${frontRole}", frontRole);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Everything a role may do beyond that, in words such as {@code function pg_sleep(double precision)}; empty when all
     * is closed. The role itself may ask as well as the owner.
     */
    public static List<String> excess(Jdbi exchange, String frontRole) {
        return exchange.withHandle(handle -> {
            List<String> excess = handle.createQuery(EXCESS)
                    .bind("role", frontRole)
                    .mapTo(String.class)
                    .list();
            String prepared = handle.createQuery("show max_prepared_transactions")
                    .mapTo(String.class)
                    .one();
            if (!prepared.equals("0")) {
                excess.add("prepared transactions (set max_prepared_transactions to 0)");
            }
            return excess;
        });
    }

    // Only what the front's role may use itself once its rights are narrowed: no function but has_..._privilege, casts
    // instead of implicit conversions, which are functions too.
    private static final String EXCESS = """
            with front as (
              select oid, rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty
              from pg_catalog.pg_roles where rolname = cast(:role as text)
            ), relation as (
              select c.oid, cast(cast(c.oid as regclass) as text) as name, n.nspname, c.relkind
              from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            ), routine as (
              select p.oid, cast(cast(p.oid as regprocedure) as text) as name, n.nspname, p.provolatile
              from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            )
            select cast('being a superuser or making roles, databases or replicas' as text) as may
            from front where mighty
            union all
            select cast('role ' as text) || cast(r.rolname as text) from front, pg_catalog.pg_roles r
            where not front.mighty and r.oid <> front.oid and pg_catalog.pg_has_role(front.oid, r.oid, 'MEMBER')
            union all
            select cast('connect to database ' as text) || cast(d.datname as text) from pg_catalog.pg_database d
            where d.datallowconn and d.datname <> current_catalog
              and pg_catalog.has_database_privilege('public', d.oid, 'CONNECT')
            union all
            select cast('create in database ' as text) || cast(d.datname as text)
            from front, pg_catalog.pg_database d
            where d.datname = current_catalog
              and pg_catalog.has_database_privilege(front.oid, d.oid, 'CREATE, TEMPORARY')
            union all
            select cast('create in schema ' as text) || cast(n.nspname as text)
            from front, pg_catalog.pg_namespace n where pg_catalog.has_schema_privilege(front.oid, n.oid, 'CREATE')
            union all
            select cast('language ' as text) || cast(l.lanname as text) from front, pg_catalog.pg_language l
            where l.lanpltrusted and pg_catalog.has_language_privilege(front.oid, l.oid, 'USAGE')
            union all
            select cast('sequence ' as text) || relation.name from front, relation
            where relation.relkind = 'S'
              and pg_catalog.has_sequence_privilege(front.oid, relation.oid, 'USAGE, SELECT, UPDATE')
            union all
            select cast('table ' as text) || relation.name from front, relation
            where relation.relkind in ('r', 'v', 'm', 'p', 'f')
              and (pg_catalog.has_table_privilege(front.oid, relation.oid,
                     'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                   or pg_catalog.has_any_column_privilege(front.oid, relation.oid, 'INSERT, UPDATE, REFERENCES')
                   or (pg_catalog.has_any_column_privilege(front.oid, relation.oid, 'SELECT')
                       and relation.nspname <> 'directory'
                       and relation.name not in ('pg_proc', 'pg_class', 'pg_namespace', 'pg_language',
                                                 'pg_database', 'pg_roles', 'pg_type')))
            union all
            select cast('function ' as text) || routine.name from front, routine
            where pg_catalog.has_function_privilege(front.oid, routine.oid, 'EXECUTE')
              and not (routine.nspname = 'pg_catalog' and routine.provolatile = 'i')
              and routine.name not in (
                'mailbox.put(bytea[])', 'current_schemas(boolean)', 'pg_has_role(oid,oid,text)',
                'has_function_privilege(oid,oid,text)', 'has_table_privilege(oid,oid,text)',
                'has_any_column_privilege(oid,oid,text)', 'has_sequence_privilege(oid,oid,text)',
                'has_schema_privilege(oid,oid,text)', 'has_language_privilege(oid,oid,text)',
                'has_database_privilege(name,oid,text)', 'has_database_privilege(oid,oid,text)')
            """;
}
