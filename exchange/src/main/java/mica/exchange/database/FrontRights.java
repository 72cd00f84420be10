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

    /** The first excess of a role whose rights cannot be narrowed, because they are what it is there for. */
    static final List<String> RULING = List.of("owning this database", "being a superuser");

    private FrontRights() {}

    /**
     * The script that a superuser runs in the exchange database; may be run again at any time. It refuses the owner and
     * superusers, and gives an owner back what an earlier version took.
     *
     * @throws IllegalArgumentException when it is no plain name of a role
     */
    public static String script(String frontRole) {
        if (!frontRole.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain name of a role: " + frontRole);
        }
        return resource("owner.sql")
                + resource("/migrations/exchange/afterMigrate.sql").replace("${frontRole}", frontRole);
    }

    /** What of it the owner itself can give back to itself, before it migrates. */
    public static void restoreOwner(Jdbi exchange) {
        exchange.useTransaction(tx -> tx.execute(resource("owner.sql")));
    }

    private static String resource(String name) {
        try (InputStream script = FrontRights.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Whether the migrations can set the rights of a role: it is there, and is the front's alone.
     *
     * @throws UnfitDatabaseException when it is not
     */
    public static void requireOwnRole(Jdbi exchange, String frontRole) {
        String flaw = exchange.withHandle(handle -> handle.createQuery("""
            select case when not exists (select from pg_roles where rolname = :role) then 'missing'
                        when exists (select from pg_database d join pg_roles r on r.oid = d.datdba
                                     where r.rolname = :role) then 'owner'
                        when exists (select from pg_roles where rolname = :role and rolsuper) then 'superuser'
                        else '' end
            """)
                .bind("role", frontRole)
                .mapTo(String.class)
                .one());
        switch (flaw) {
            case "missing" ->
                throw new UnfitDatabaseException("there is no role " + frontRole
                        + " for the front; make it (create role " + frontRole
                        + " login password '…'), or name it in office.front-role");
            case "owner" ->
                throw new UnfitDatabaseException("the role " + frontRole
                        + " owns a database and cannot be the front's; give the front a role of its own, and name that"
                        + " one in office.front-role");
            case "superuser" ->
                throw new UnfitDatabaseException("the role " + frontRole
                        + " is a superuser and cannot be the front's; give the front a role of its own, and name that"
                        + " one in office.front-role");
            default -> {}
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
          select oid, rolsuper, rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty
          from pg_catalog.pg_roles where rolname = cast(:role as text)
        ), relation as (
          select c.oid, cast(cast(c.oid as regclass) as text) as name, n.nspname, c.relkind
          from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        ), routine as (
          select p.oid, cast(cast(p.oid as regprocedure) as text) as name, n.nspname, p.provolatile
          from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        )
        select case when rolsuper then cast('being a superuser' as text)
                    else cast('making roles, databases or replicas' as text) end as may
        from front where mighty
        union all
        select cast('owning this database' as text) from front, pg_catalog.pg_roles o
        where not front.rolsuper and o.rolname = cast('pg_database_owner' as name)
          and pg_catalog.pg_has_role(front.oid, o.oid, 'MEMBER')
          and not exists (select from pg_catalog.pg_roles r
                          where r.oid <> front.oid and r.oid <> o.oid and not r.rolsuper
                            and pg_catalog.pg_has_role(front.oid, r.oid, 'MEMBER')
                            and pg_catalog.pg_has_role(r.oid, o.oid, 'MEMBER'))
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
