package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A database that can no longer be had while the program runs. */
class DatabaseTroubleTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DatabaseTrouble.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(said);
    }

    @Test
    void a_password_that_was_rotated_is_said_once_and_so_is_its_return() {
        String role = "rotated_" + ProcessHandle.current().pid();
        try (TestDatabases databases = TestDatabases.create()) {
            DatabaseConfiguration there = databases.exchangeConfiguration();
            databases.asSuperuser("create role " + role + " login password 'the first'");
            databases.asSuperuser(
                    "grant connect on database " + there.url().replaceAll("^.*/|\\?.*$", "") + " to " + role);
            DatabaseConfiguration rotated = new DatabaseConfiguration(there.url(), role, "the first", 2);
            try (Database database = Database.open("rotated", rotated, Duration.ofMillis(500), Duration.ofSeconds(5))) {
                databases.asSuperuser("alter role " + role + " password 'the second'");
                databases.asSuperuser(
                        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = '" + role + "'");
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute("select 1")))
                            .isInstanceOf(JdbiException.class);
                }
                assertThat(said.list).hasSize(1);
                assertThat(said.list.getFirst().getThrowableProxy()).isNull();
                assertThat(said.list.getFirst().getFormattedMessage())
                        .startsWith("database.away database=rotated reason=")
                        .contains(
                                "refuses the password of the role " + role, "put the one it has now into the settings")
                        .doesNotContain("the first", "\n");

                databases.asSuperuser("alter role " + role + " password 'the first'");
                TestDatabases.refresh(database, rotated);
                assertThat(said.list.getLast().getFormattedMessage()).isEqualTo("database.back database=rotated");
            } finally {
                databases.asSuperuser(
                        "revoke connect on database " + there.url().replaceAll("^.*/|\\?.*$", "") + " from " + role);
                databases.asSuperuser("drop role " + role);
            }
        }
    }

    @Test
    void versions_before_15_are_refused_and_15_to_18_and_newer_ones_are_not() {
        DatabaseConfiguration there =
                new DatabaseConfiguration("jdbc:postgresql://db/exchange?password=secret", "x", "", 1);
        assertThatThrownBy(() -> FirstConnection.requireVersion(there, 14))
                .isInstanceOf(UnfitDatabaseException.class)
                .hasMessage(
                        "the server of the database jdbc:postgresql://db/exchange is PostgreSQL 14; this program needs"
                                + " 15 to 18");
        for (int version : new int[] {15, 16, 17, 18, 19}) {
            assertThatCode(() -> FirstConnection.requireVersion(there, version)).doesNotThrowAnyException();
        }
    }
}
