package mica.office.street;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.office.directory.PublishedStore;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StreetJobTest {

    private static final String PUT_MANY =
            "select mailbox.put(array_fill(decode(repeat('00', 300), 'hex'), array[2000]))";

    private TestDatabases databases;
    private Jdbi exchange;
    private Database front;

    @BeforeEach
    void open() {
        databases = TestDatabases.create();
        exchange = databases.exchange().jdbi();
        front = Database.open("front", databases.frontExchange());
    }

    @AfterEach
    void close() {
        front.close();
        databases.close();
    }

    @Test
    void a_transaction_the_front_leaves_open_keeps_nothing_from_erasure_and_is_ended() throws SQLException {
        StreetJob patient = new StreetJob(exchange, "mica_front", Duration.ofHours(2), 0);
        StreetJob strict = new StreetJob(exchange, "mica_front", Duration.ZERO, 0);
        front.jdbi().useHandle(handle -> handle.execute(PUT_MANY));
        try (Connection attacker = front.jdbi().open().getConnection();
                Statement statement = attacker.createStatement()) {
            attacker.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            statement.execute("set local statement_timeout = 0");
            statement.execute("select count(*) from directory.receipt");
            statement.execute(PUT_MANY);

            exchange.useHandle(handle -> handle.execute("delete from mailbox.envelope"));
            new PublishedStore(exchange, () -> Instant.parse("2026-04-12T00:00:00Z"))
                    .forgetKeysBefore(LocalDate.parse("2026-04-12"));
            patient.runOnce();
            assertThat(size()).as("the open transaction still needs the rows").isPositive();

            strict.runOnce();
            assertThatThrownBy(attacker::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            ended -> assertThat(ended.getSQLState()).isIn("57P01", "08006"));
        }
        strict.runOnce();
        assertThat(size()).isZero();
        front.jdbi().useHandle(handle -> handle.execute(PUT_MANY));
        assertThat(size()).isPositive();
    }

    @Test
    void a_transaction_is_ended_though_the_front_has_turned_its_own_time_outs_off() throws SQLException {
        try (StreetJob job = new StreetJob(exchange, "mica_front");
                Connection attacker = front.jdbi().open().getConnection();
                Statement statement = attacker.createStatement()) {
            attacker.setAutoCommit(false);
            for (String timeout : List.of("statement", "idle_in_transaction_session", "idle_session")) {
                statement.execute("set " + timeout + "_timeout = 0");
            }
            if (hasTransactionTimeout()) {
                statement.execute("set transaction_timeout = 0");
            }
            long begun = System.nanoTime();
            job.start();
            String ended = null;
            while (ended == null) {
                try {
                    statement.execute("select count(*) from directory.receipt");
                } catch (SQLException cutOff) {
                    ended = cutOff.getSQLState();
                }
            }
            assertThat(ended).isIn("57P01", "08006");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void a_fault_of_the_front_is_ended_by_its_role_s_own_time_outs() {
        List<String> settings = exchange.withHandle(
                handle -> handle.createQuery("""
                        select setting from pg_db_role_setting, unnest(setconfig) as setting
                        where setrole = cast('mica_front' as regrole) and setdatabase = 0
                        """).mapTo(String.class).list());
        assertThat(settings).contains("statement_timeout=10s", "idle_in_transaction_session_timeout=10s");
        assertThat(settings.contains("transaction_timeout=10s")).isEqualTo(hasTransactionTimeout());
    }

    @Test
    void nothing_is_wrong_with_a_street_as_it_should_be() {
        assertThat(new StreetJob(exchange, "mica_front").inspect()).isEmpty();
    }

    @Test
    void an_office_that_may_not_end_the_front_s_sessions_says_so() {
        databases.asSuperuser("revoke mica_front from mica_office");
        try {
            assertThat(new StreetJob(exchange, "mica_front").inspect())
                    .singleElement()
                    .asString()
                    .contains("cannot be ended", "mica rights");
        } finally {
            databases.asSuperuser(
                    "grant mica_front to mica_office" + (version() >= 160_000 ? " with inherit true, set false" : ""));
        }
    }

    @Test
    void a_right_given_to_the_front_later_is_noticed() {
        databases.asSuperuser("grant select on mailbox.envelope to mica_front");
        assertThat(new StreetJob(exchange, "mica_front").inspect())
                .singleElement()
                .asString()
                .contains("table mailbox.envelope");
    }

    private long size() {
        return exchange.withHandle(handle -> handle.createQuery("select pg_relation_size('mailbox.envelope')")
                .mapTo(Long.class)
                .one());
    }

    private boolean hasTransactionTimeout() {
        return version() >= 170_000;
    }

    private int version() {
        return exchange.withHandle(
                handle -> handle.createQuery("select cast(current_setting('server_version_num') as int)")
                        .mapTo(Integer.class)
                        .one());
    }
}
