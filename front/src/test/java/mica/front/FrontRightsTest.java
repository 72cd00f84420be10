package mica.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.ExcessRightsException;
import mica.exchange.database.FrontRights;
import mica.exchange.database.TestDatabases;
import mica.exchange.seal.OfficeKey;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks everything the database has, with the front's own role and password. */
class FrontRightsTest {

    private static final String DENIED = "42501";

    /** Names of types, functions, tables and databases: what the role needs to learn its own rights, and no content. */
    private static final Set<String> CATALOGS =
            Set.of("pg_proc", "pg_class", "pg_namespace", "pg_language", "pg_database", "pg_roles", "pg_type");

    private static final List<OfficeKey> KEYS = List.of(new OfficeKey(new byte[32]));

    private static TestDatabases databases;
    private static Database front;

    @BeforeAll
    static void open() {
        databases = TestDatabases.create();
        front = Database.open("front", databases.frontExchange());
    }

    @AfterAll
    static void close() {
        front.close();
        databases.close();
    }

    @Test
    void the_role_has_no_right_beyond_put_and_the_directory_whoever_asks() {
        assertThat(FrontRights.excess(front.jdbi(), "mica_front")).isEmpty();
        assertThat(FrontRights.excess(databases.exchange().jdbi(), "mica_front"))
                .isEmpty();
    }

    @Test
    void of_all_tables_and_views_only_the_directory_can_be_read() {
        List<String> readable = new ArrayList<>();
        List<String> all = owner("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S', 't')
            """);
        assertThat(all).hasSizeGreaterThan(200);
        for (String relation : all) {
            String state = stateOf("select count(*) from " + relation);
            if (state.equals("ok")) {
                readable.add(relation);
            } else {
                assertThat(state).as(relation).isEqualTo(DENIED);
            }
        }
        assertThat(readable)
                .filteredOn(relation -> !relation.startsWith("directory."))
                .containsExactlyInAnyOrderElementsOf(
                        CATALOGS.stream().map(name -> "pg_catalog." + name).toList());
        assertThat(readable).filteredOn(r -> r.startsWith("directory.")).hasSizeGreaterThan(5);
    }

    @Test
    void every_function_that_is_not_pure_is_refused_but_put_and_questions_on_one_s_own_rights() {
        List<String> allowed = owner("""
            select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where has_function_privilege('mica_front', p.oid, 'EXECUTE')
              and not (n.nspname = 'pg_catalog' and p.provolatile = 'i')
            """);
        assertThat(allowed)
                .filteredOn(function -> !function.startsWith("has_"))
                .containsExactlyInAnyOrder(
                        "mailbox.put(bytea[])", "current_schemas(boolean)", "pg_has_role(oid,oid,text)");
        // What is pure by its own word and looks as if it reached outside: each computes from its arguments alone.
        assertThat(owner("""
            select distinct p.proname::text from pg_proc p
            where has_function_privilege('mica_front', p.oid, 'EXECUTE') and p.provolatile = 'i'
              and p.proname ~ '^(pg_.*(size|stat|lock|read|ls_|file|sleep|notify|backend|xact)|lo_|txid_cur|dblink|currval|nextval|lastval|setval|query_to|table_to)'
            """))
                .containsExactlyInAnyOrder(
                        "pg_size_bytes", "pg_size_pretty", "pg_walfile_name", "pg_walfile_name_offset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // sizes and counts
                "select pg_relation_size('mailbox.envelope')",
                "select pg_total_relation_size(1247)",
                "select pg_table_size(1247)",
                "select pg_indexes_size(1247)",
                "select pg_database_size(current_catalog)",
                "select pg_column_size(1)",
                "select reltuples from pg_class",
                "select relpages from pg_class",
                "select last_value from mailbox.envelope_id_seq",
                "select nextval('mailbox.envelope_id_seq')",
                "select currval('mailbox.envelope_id_seq')",
                "select lastval()",
                "select pg_sequence_last_value(1247)",
                "select xmin from directory.service",
                "select ctid from directory.receipt",
                "select tableoid, cmin, xmax from directory.venue",
                "select xmin from pg_class",
                // statistics and neighbours
                "select * from pg_stat_activity",
                "select * from pg_stat_user_tables",
                "select * from pg_stat_database",
                "select * from pg_stats",
                "select * from pg_statistic",
                "select * from pg_locks",
                "select * from pg_settings",
                "select pg_stat_get_live_tuples(1247)",
                "select pg_stat_get_tuples_inserted(1247)",
                "select pg_stat_get_db_xact_commit(1)",
                "select pg_stat_get_xact_tuples_inserted(1247)",
                "select * from pg_stat_get_activity(null)",
                "select pg_backend_pid()",
                "select pg_blocking_pids(1)",
                "select pg_terminate_backend(1)",
                "select pg_cancel_backend(1)",
                "select pg_notification_queue_usage()",
                "select pg_postmaster_start_time()",
                // transactions and the log of writing
                "select txid_current()",
                "select pg_current_xact_id()",
                "select pg_current_snapshot()",
                "select pg_export_snapshot()",
                "select pg_xact_status('3'::xid8)",
                "select age('3'::xid)",
                "select pg_current_wal_lsn()",
                "select pg_current_wal_insert_lsn()",
                "select pg_control_checkpoint()",
                "select pg_logical_emit_message(false, 'a', 'b')",
                "select pg_create_physical_replication_slot('a')",
                "prepare transaction 'a'",
                // locks, waiting, shouting
                "select pg_advisory_lock(1)",
                "select pg_try_advisory_lock(1)",
                "select pg_advisory_xact_lock(1)",
                "select pg_sleep(0)",
                "select pg_notify('a', 'b')",
                "lock table directory.venue in access share mode",
                "lock table directory.seal_key in access exclusive mode",
                "lock table mailbox.envelope in row exclusive mode",
                "select 1 from directory.service for update",
                "select 1 from directory.receipt for key share",
                // places to keep or to fetch something
                "create temporary table x (y int)",
                "create table public.x (y int)",
                "create table directory.x (y int)",
                "create schema x",
                "create function pg_temp.x() returns int language sql as 'select 1'",
                "select lo_create(0)",
                "select lo_from_bytea(0, 'x')",
                "select lo_creat(-1)",
                "select lo_import('/etc/hostname')",
                "select lo_get(1)",
                "copy (select 1) to '/tmp/x'",
                "copy (select 1) to program 'true'",
                "copy mailbox.envelope to stdout",
                "select pg_read_file('postgresql.conf')",
                "select pg_read_binary_file('postgresql.conf')",
                "select pg_stat_file('postgresql.conf')",
                "select pg_ls_dir('.')",
                "select pg_ls_waldir()",
                "select pg_relation_filepath(1247)",
                "select query_to_xml('select 1', true, true, '')",
                "select table_to_xml(1247, true, true, '')",
                "select ts_stat('select 1')",
                "select set_config('x.y', 'z', false)",
                "select current_setting('data_directory')",
                "do 'begin null; end'",
                "do language plpgsql 'begin null; end'",
                // becoming someone else
                "set role mica_office",
                "set session authorization mica_office",
                "set role pg_monitor",
                "alter role mica_front superuser",
                "alter role mica_front connection limit -1",
                "alter role mica_office password 'x'",
                "grant mica_office to mica_front",
                "create role x",
                "create extension dblink",
                "load 'auto_explain'",
                // changing what it reads and what it calls
                "insert into mailbox.envelope (bytes) values ('')",
                "delete from mailbox.envelope",
                "truncate mailbox.envelope",
                "explain select * from mailbox.envelope",
                "update mailbox.bound set octets = 1",
                "select octets from mailbox.bound",
                "insert into directory.service (body, published_at) values ('{}', now())",
                "update directory.venue set name = 'x'",
                "delete from directory.reply",
                "truncate directory.receipt",
                "drop table directory.spot",
                "alter function mailbox.put(bytea[]) reset all",
                "create or replace function mailbox.put(envelopes bytea[]) returns void language sql as 'select'",
                "create index on directory.venue (name)",
                "comment on table directory.venue is 'x'",
                "checkpoint",
            })
    void the_front_s_credentials_cannot(String attack) {
        // For want of the right, of a place to put it (3F000), or of a server that allows it at all (55000).
        assertThat(stateOf(attack)).as(attack).isIn(DENIED, "3F000", "55000");
    }

    @Test
    void vacuum_and_analyze_of_what_is_not_its_own_are_passed_over() {
        owner("select 1 from directory.venue");
        // In the words of version 17 and newer, and of those before.
        for (String statement : List.of("analyze mailbox.envelope", "vacuum mailbox.envelope")) {
            assertThat(warningsOf(statement)).containsAnyOf("permission denied", "only table or database owner can");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grant select on mailbox.envelope to mica_front | revoke select on mailbox.envelope from mica_front |"
                        + " table mailbox.envelope",
                "grant select on directory.venue to mica_front | revoke select on directory.venue from mica_front |"
                        + " table directory.venue",
                "grant insert (body) on directory.reply to mica_front | revoke insert (body) on directory.reply from"
                        + " mica_front | table directory.reply",
                "grant execute on function pg_sleep(double precision) to public | revoke execute on function"
                        + " pg_sleep(double precision) from public | function pg_sleep",
                "grant select on pg_stat_activity to public | revoke select on pg_stat_activity from public | table"
                        + " pg_stat_activity",
                "grant usage on sequence mailbox.envelope_id_seq to mica_front | revoke usage on sequence"
                        + " mailbox.envelope_id_seq from mica_front | sequence mailbox.envelope_id_seq",
                "grant create on schema public to public | revoke create on schema public from public | create in"
                        + " schema public",
                "grant usage on language plpgsql to public | revoke usage on language plpgsql from public | language"
                        + " plpgsql",
                "grant pg_monitor to mica_front | revoke pg_monitor from mica_front | role pg_monitor",
                "alter role mica_front createdb | alter role mica_front nocreatedb | making roles, databases",
                "grant connect on database postgres to public | revoke connect on database postgres from public |"
                        + " connect to database postgres",
            })
    void a_front_that_may_do_more_refuses_to_start(String grant, String revoke, String named) {
        databases.asSuperuser(grant);
        try {
            FrontConfiguration configuration = FrontConfiguration.of("127.0.0.1", 0, databases.frontExchange(), KEYS);
            assertThatThrownBy(() -> Front.start(configuration, new SettableClock(Town.MORNING)))
                    .isInstanceOf(ExcessRightsException.class)
                    .hasMessageContaining(named)
                    .hasMessageContaining("mica rights");
        } finally {
            databases.asSuperuser(revoke);
        }
        assertThat(FrontRights.excess(front.jdbi(), "mica_front")).isEmpty();
    }

    @Test
    void without_the_superuser_s_part_the_front_refuses_to_start() {
        DatabaseConfiguration open = TestDatabases.createOpenExchange();
        FrontConfiguration configuration = FrontConfiguration.of("127.0.0.1", 0, open, KEYS);
        assertThatThrownBy(() -> Front.start(configuration, new SettableClock(Town.MORNING)))
                .isInstanceOf(ExcessRightsException.class)
                .hasMessageContaining("more; revoke it")
                .hasMessageNotContaining("\n");
    }

    private static String stateOf(String sql) {
        try {
            front.jdbi().useTransaction(handle -> handle.execute(sql));
            return "ok";
        } catch (JdbiException refused) {
            return refused.getCause() instanceof SQLException cause ? cause.getSQLState() : "?";
        }
    }

    private static String warningsOf(String sql) {
        return front.jdbi().withHandle(handle -> {
            try (var statement = handle.getConnection().createStatement()) {
                statement.execute(sql);
                return statement.getWarnings() == null
                        ? ""
                        : statement.getWarnings().getMessage();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private static List<String> owner(String sql) {
        return databases
                .exchange()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
