package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The script that narrows the front never narrows the owner, and gives back what it once took. */
class OwnerRightsTest {

    /** What an earlier run gave the owner. */
    private static final List<String> SETTINGS = List.of(
            "statement_timeout=15s",
            "lock_timeout=5s",
            "idle_in_transaction_session_timeout=15s",
            "temp_file_limit=64MB");

    private static TestDatabases databases;
    private static int count;

    private String owner = "";
    private String front = "";
    private DatabaseConfiguration asOwner = new DatabaseConfiguration("", "", "", 1);
    private Jdbi superuser = Jdbi.create("jdbc:postgresql:");

    @BeforeAll
    static void start() {
        databases = TestDatabases.create();
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    /** An exchange whose owner and front are roles of its own: rights of roles are the whole server's. */
    @BeforeEach
    void make() {
        count++;
        owner = "owner_" + ProcessHandle.current().pid() + "_" + count;
        front = "front_" + ProcessHandle.current().pid() + "_" + count;
        String name = "owned_" + ProcessHandle.current().pid() + "_" + count;
        databases.asSuperuser("create role " + owner + " login password 'of-the-owner'");
        databases.asSuperuser("create role " + front + " login password 'of-the-front'");
        databases.asSuperuser("create database " + name + " owner " + owner);
        String url = databases.exchangeConfiguration().url().replaceFirst("/exchange_[0-9_]+.*$", "/" + name);
        asOwner = new DatabaseConfiguration(url, owner, "of-the-owner", 6);
        superuser = Jdbi.create(url, "postgres", TestServer.SUPERUSER_PASSWORD);
        migrate();
    }

    @AfterEach
    void drop() {
        databases.asSuperuser("drop database " + asOwner.url().replaceAll("^.*/", "") + " with (force)");
        databases.asSuperuser("drop role " + front);
        databases.asSuperuser("drop role " + owner);
    }

    private void migrate() {
        try (Database exchange = Database.open("owner", asOwner)) {
            FrontRights.restoreOwner(exchange.jdbi());
            FrontRights.requireOwnRole(exchange.jdbi(), front);
            exchange.migrate("exchange", Map.of("frontRole", front));
            exchange.requireSchema("exchange");
        }
    }

    private List<String> settings(String role) {
        return superuser.withHandle(handle ->
                handle.createQuery("""
                    select unnest(setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
                    where r.rolname = :role
                    """).bind("role", role).mapTo(String.class).list());
    }

    private int connectionLimit(String role) {
        return superuser.withHandle(
                handle -> handle.createQuery("select rolconnlimit from pg_roles where rolname = :role")
                        .bind("role", role)
                        .mapTo(Integer.class)
                        .one());
    }

    private void narrow(String role) {
        superuser.useTransaction(tx -> tx.execute(FrontRights.script(role)));
    }

    /** What the script did before it refused the owner. */
    private void narrowTheOwnerAsBefore() {
        superuser.useTransaction(tx -> {
            tx.execute("grant " + front + " to " + owner);
            tx.execute(
                    "revoke create, temporary on database " + asOwner.url().replaceAll("^.*/", "") + " from " + owner);
            tx.execute("revoke all on schema public, mailbox, directory from " + owner);
            tx.execute("grant usage on schema mailbox, directory to " + owner);
            for (String kind : List.of("tables", "sequences", "functions")) {
                tx.execute("revoke all on all " + kind + " in schema public, mailbox, directory from " + owner);
            }
            tx.execute("grant select (name) on directory.venue to " + owner);
            tx.execute("alter role " + owner + " nosuperuser nocreatedb nocreaterole noreplication nobypassrls");
            tx.execute("revoke " + front + " from " + owner);
            tx.execute("alter role " + owner + " connection limit 60");
            for (String setting : SETTINGS) {
                tx.execute("alter role " + owner + " set " + setting.replaceFirst("=(.*)", " = '$1'"));
            }
        });
    }

    @Test
    void it_refuses_the_owner_and_a_superuser_and_changes_nothing() {
        for (String wrong : List.of(owner, "postgres")) {
            assertThatThrownBy(() -> narrow(wrong))
                    .isInstanceOf(JdbiException.class)
                    .hasMessageContaining("cannot be the front's; nothing was changed")
                    .hasMessageContaining("Give the front a role of its own");
            assertThat(settings(wrong)).isEmpty();
            assertThat(connectionLimit(wrong)).isEqualTo(-1);
        }
        try (Database exchange = Database.open("owner", asOwner)) {
            exchange.jdbi().useHandle(handle -> handle.execute("update mailbox.bound set octets = octets"));
            assertThatThrownBy(() -> FrontRights.requireOwnRole(exchange.jdbi(), owner))
                    .isInstanceOf(UnfitDatabaseException.class)
                    .hasMessageContaining("owns a database and cannot be the front's");
            assertThatThrownBy(() -> FrontRights.requireOwnRole(exchange.jdbi(), "nobody_at_all"))
                    .isInstanceOf(UnfitDatabaseException.class)
                    .hasMessageContaining("there is no role nobody_at_all for the front; make it");
            // The migrations run the same script, as the owner.
            assertThatThrownBy(() -> exchange.migrate("exchange", Map.of("frontRole", owner)))
                    .hasMessageContaining("cannot be the front's");
        }
    }

    @Test
    void run_for_the_front_it_repairs_what_an_earlier_run_took_from_the_owner() {
        narrowTheOwnerAsBefore();
        try (Database exchange = Database.open("owner", asOwner)) {
            assertThatThrownBy(() -> exchange.requireSchema("exchange"))
                    .isInstanceOf(UnfitDatabaseException.class)
                    .hasMessageContaining("its rights were taken");
        }
        narrow(front);
        assertThat(settings(owner)).isEmpty();
        assertThat(connectionLimit(owner)).isEqualTo(-1);
        isWhole();
        assertThat(settings(front))
                .contains("statement_timeout=10s", "idle_in_transaction_session_timeout=10s", "temp_file_limit=64MB");
        // Again, it changes nothing.
        narrow(front);
        isWhole();
    }

    @Test
    void migrating_as_the_owner_repairs_what_the_owner_can_itself() {
        narrowTheOwnerAsBefore();
        migrate();
        // Of the rest only a superuser may give it back.
        assertThat(settings(owner)).containsExactly("temp_file_limit=64MB");
        narrow(front);
        assertThat(settings(owner)).isEmpty();
        isWhole();
    }

    @Test
    void what_an_owner_has_set_for_itself_stays() {
        databases.asSuperuser("alter role " + owner + " set lock_timeout = '5s'");
        databases.asSuperuser("alter role " + owner + " connection limit 60");
        narrow(front);
        assertThat(settings(owner)).containsExactly("lock_timeout=5s");
        assertThat(connectionLimit(owner)).isEqualTo(60);
    }

    @Test
    void an_owner_is_told_apart_from_a_front_that_is_the_owner_s_member() {
        narrow(front);
        try (Database exchange = Database.open("owner", asOwner)) {
            assertThat(FrontRights.excess(exchange.jdbi(), front)).isEmpty();
            List<String> ruling = FrontRights.excess(exchange.jdbi(), owner);
            assertThat(new ExcessRightsException(owner, ruling))
                    .hasMessageContaining("owning this database")
                    .hasMessageContaining("set front.exchange.user")
                    .hasMessageNotContaining("mica rights");
            assertThat(new ExcessRightsException("postgres", FrontRights.excess(exchange.jdbi(), "postgres")))
                    .hasMessageContaining("being a superuser")
                    .hasMessageNotContaining("mica rights");
            superuser.useHandle(handle -> {
                // Neither may be a member of the other at once.
                handle.execute("revoke " + front + " from " + owner);
                handle.execute("grant " + owner + " to " + front);
            });
            List<String> member = FrontRights.excess(exchange.jdbi(), front);
            assertThat(new ExcessRightsException(front, member))
                    .hasMessageContaining("role " + owner)
                    .hasMessageContaining("mica rights --front-role " + front);
            narrow(front);
            assertThat(FrontRights.excess(exchange.jdbi(), front)).isEmpty();
        }
    }

    private void isWhole() {
        try (Database exchange = Database.open("owner", asOwner)) {
            exchange.requireSchema("exchange");
            exchange.jdbi().useHandle(handle -> {
                handle.execute("update mailbox.bound set octets = octets");
                handle.execute("truncate mailbox.envelope");
                handle.execute("create table public.of_the_owner (n int)");
                handle.execute("drop table public.of_the_owner");
                handle.execute("create schema of_the_owner");
                handle.execute("drop schema of_the_owner");
                handle.execute("select nextval('mailbox.envelope_id_seq')");
                assertThat(handle.createQuery("select has_function_privilege('mailbox.put(bytea[])', 'EXECUTE')")
                                .mapTo(Boolean.class)
                                .one())
                        .isTrue();
                handle.execute("delete from directory.venue");
            });
            assertThat(FrontRights.excess(exchange.jdbi(), front)).isEmpty();
        }
    }
}
