package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A server that says it has no room; one that really has none is in the office's test of the same name. */
class DiskFullTest {

    private static final String FULL =
            "do $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private TestDatabases databases;
    private Database database;

    @BeforeEach
    void open() {
        databases = TestDatabases.create();
        database = Database.open("office", databases.createOffice());
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        database.close();
        databases.close();
    }

    @Test
    void a_statement_that_finds_the_disk_full_is_said_once_with_what_to_do() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(FULL)))
                    .satisfies(failed -> assertThat(DiskFull.is(failed)).isTrue());
        }
        assertThat(said()).hasSize(1).first().asString().contains("database=office", "make room");
    }

    @Test
    void a_commit_that_finds_the_disk_full_is_said_too() {
        database.jdbi().useHandle(handle -> {
            handle.execute("create table t (n int)");
            handle.execute("create function full_disk() returns trigger language plpgsql as $$ begin"
                    + " raise exception 'full' using errcode = 'disk_full'; end $$");
            handle.execute("create constraint trigger t_full after insert on t deferrable initially deferred"
                    + " for each row execute function full_disk()");
        });
        assertThatThrownBy(() -> database.jdbi().useTransaction(tx -> tx.execute("insert into t values (1)")))
                .satisfies(failed -> assertThat(DiskFull.is(failed)).isTrue());
        assertThat(said()).hasSize(1);
    }

    @Test
    void another_failure_is_no_full_disk() {
        assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute("select 1 / 0")))
                .satisfies(failed -> assertThat(DiskFull.is(failed)).isFalse());
        assertThatThrownBy(() -> database.jdbi()
                        .useHandle(handle -> handle.execute("do $$ begin raise exception"
                                + " 'could not extend file' using errcode = 'internal_error'; end $$")))
                .satisfies(failed -> assertThat(DiskFull.is(failed)).isFalse());
        assertThat(said()).isEmpty();
    }

    private List<String> said() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("database.disk_full"))
                .toList();
    }
}
