package mica.program.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import mica.exchange.log.Wordless;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;

/** What reaches the log, as the program's own configuration writes it. */
class WordlessLogTest {

    private static final String SECRET = "needle4f1bday@example.jp";

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Logger own;
    private Logger foreign;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void configure() throws Exception {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(WordlessLogTest.class.getResource("/logback.xml"));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        Encoder<ILoggingEvent> encoder = console.getEncoder();
        ch.qos.logback.core.OutputStreamAppender<ILoggingEvent> memory =
                new ch.qos.logback.core.OutputStreamAppender<>();
        memory.setContext(context);
        memory.setEncoder(encoder);
        memory.setOutputStream(written);
        memory.setName("memory");
        memory.start();
        root.detachAppender(console);
        root.addAppender(memory);
        WordlessLog.install(context);
        own = context.getLogger("mica.office.intake.IntakeJob");
        foreign = context.getLogger("com.zaxxer.hikari.pool.PoolBase");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private String log() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** As pgjdbc, Jdbi and a pool wrap one another. */
    private static RuntimeException failure() {
        SQLException ended = new SQLException("FATAL: Key (email)=(" + SECRET + ")", "57P01");
        BatchUpdateException batch =
                new BatchUpdateException("Batch entry 0 insert into mail … " + SECRET, "57P01", 0, new int[0], ended);
        batch.setNextException(new SQLException("next " + SECRET, "23505"));
        RuntimeException wrapped = new IllegalStateException("arguments: {email:" + SECRET + "}", batch);
        wrapped.addSuppressed(new java.io.IOException("closing " + SECRET));
        return wrapped;
    }

    @Test
    void a_failure_is_its_kind_its_place_and_its_sql_state_through_all_its_causes() {
        own.error("intake.failed", failure());

        assertThat(log())
                .contains(
                        "ERROR IntakeJob intake.failed",
                        "java.lang.IllegalStateException",
                        "Suppressed: java.io.IOException",
                        "java.sql.BatchUpdateException: sqlstate=57P01",
                        "sqlstate=23505",
                        "at mica.program.log.WordlessLogTest.failure(WordlessLogTest.java:")
                .doesNotContain(SECRET, "insert into");
    }

    @Test
    void of_the_server_s_words_the_names_of_table_and_constraint_stay() {
        ServerErrorMessage said = new ServerErrorMessage(
                "SERROR\0C23505\0MDuplicate " + SECRET + "\0DKey (a)=(" + SECRET + ")\0tvisit\0nvisit_pkey\0");
        own.error("visits.failed", new PSQLException(said));
        own.error("visits.failed", new SQLException(SECRET, SECRET));
        assertThat(log())
                .contains("PSQLException: sqlstate=23505 table=visit constraint=visit_pkey")
                .doesNotContain(SECRET);
    }

    @Test
    void a_failure_among_the_arguments_says_no_more() {
        own.warn("publication.failed cause={} day={}", failure(), "2026-04-12", new SQLException(SECRET));
        assertThat(log())
                .contains("publication.failed cause=java.lang.IllegalStateException day=2026-04-12")
                .doesNotContain(SECRET);
    }

    @Test
    void a_library_s_line_keeps_its_pattern_and_nothing_that_was_filled_in() {
        foreign.warn("{} - Failed to validate connection {} ({})", "office", new Object(), SECRET);
        foreign.error("query failed: " + SECRET, failure());
        foreign.error("plain", failure());
        assertThat(log())
                .contains("PoolBase {} - Failed to validate connection {} ({})", "log.left_out")
                .doesNotContain(SECRET, "query failed");
    }

    @Test
    void a_line_stays_one_line_and_has_its_date() {
        own.warn("relay.in_trouble reason=\"{}\"", "x\r\n2026-04-12T00:00:00.000+09:00 ERROR forged\u2028y");
        assertThat(log().lines())
                .singleElement()
                .asString()
                .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}(Z|[+-]\\d{2}:\\d{2}) WARN  IntakeJob .*");
    }

    @Test
    void whatever_the_configuration_writes_to_stands_behind_the_gate() {
        ch.qos.logback.classic.Logger chatty = context.getLogger("org.example.chatty");
        Appender<ILoggingEvent> open = new ch.qos.logback.core.read.ListAppender<>();
        open.setContext(context);
        open.start();
        chatty.addAppender(open);
        WordlessLog.install(context);
        WordlessLog.install(context);

        for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) {
            logger.iteratorForAppenders()
                    .forEachRemaining(appender -> assertThat(appender).isInstanceOf(WordlessLog.class));
        }
        own.error("once", failure());
        assertThat(log().split("IntakeJob once", -1)).hasSize(2);
    }

    @Test
    void what_a_library_says_to_java_util_logging_and_what_ends_a_thread_goes_the_same_way() throws Exception {
        LogRecord said = new LogRecord(Level.SEVERE, "Connection error: " + SECRET);
        said.setLoggerName("org.postgresql.core.v3.QueryExecutorImpl");
        said.setThrown(failure());
        new JavaLogging(context).publish(said);

        Thread dying = new Thread(() -> {
            throw failure();
        });
        dying.setUncaughtExceptionHandler(WordlessLog.endedThread(context));
        dying.setName("worker");
        dying.start();
        dying.join();

        assertThat(log())
                .contains("ERROR QueryExecutorImpl log.left_out", "thread.ended thread=worker")
                .doesNotContain(SECRET);
    }

    @Test
    void causes_that_go_round_in_a_circle_end() {
        Exception first = new Exception(SECRET);
        Exception second = new Exception(SECRET, first);
        first.initCause(second);
        own.error("circle", first);
        assertThat(log()).contains("circle").doesNotContain(SECRET);
        assertThat(Wordless.of(Wordless.of(first)).toString()).isEqualTo("java.lang.Exception");
    }
}
