package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import mica.program.log.LogGates;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A database ends the sessions of the program, each amid something that it was just told. */
class SessionsEndTest {

    private static final List<String> VISITORS = List.of("needle71zebra@example.jp", "needle72heron@example.jp");

    /** What the life below puts into rows. */
    private static final List<String> NEEDLES = List.of(
            "needle7",
            "喫茶 一番町",
            "きっさ",
            "キッサ",
            "一番町9-9",
            "022-000-9999",
            "店舗担当",
            "shop@example.jp",
            "食堂 二番町",
            "二番町1-1",
            "needle 食堂",
            "デモ食堂",
            "大切なお知らせ",
            "疾感第");

    private static final Pattern LINK = Pattern.compile("[0-9a-f]{40}");

    /** Those whose rows the life below writes for certain, in both databases. */
    private static final List<String> KINDS = List.of(
            "mailbox.envelope",
            "directory.receipt",
            "directory.mail_state",
            "directory.reply",
            "public.visit",
            "public.mail",
            "public.application",
            "public.application_history",
            "public.notice",
            "public.notice_text",
            "public.notice_place",
            "public.recipient",
            "public.recipient_chunk",
            "public.legal_hold",
            "public.venue_import",
            "public.ledger_entry");

    /** An import that is interrupted waits minutes for somebody else to take it over, so each of these gets its own. */
    private static final List<String> OF_IMPORTS = List.of("public.venue", "public.spot", "public.venue_import_line");

    @Test
    void whatever_it_was_amid_the_log_holds_nothing_of_it() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        OutputStreamAppender<ILoggingEvent> written = appender(root.getLoggerContext(), log);
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        var gate = LogGates.before(written);
        try (DemoWorld world = DemoWorld.start()) {
            root.addAppender(gate);
            root.addAppender(events);
            for (String database : List.of("office", "exchange")) {
                endEachOnce(world.database(database));
            }
            OfficeLife life = new OfficeLife(world, HttpPerson::patient);
            life.happen(VISITORS);
            for (String table : OF_IMPORTS) {
                endOnce(world.database("office"), table);
                importing(life.officer("shinsa"), table);
                TwoZones.await(() -> ended(world, "office").contains(table));
            }

            TreeSet<String> ended = new TreeSet<>();
            for (String database : List.of("office", "exchange")) {
                ended.addAll(ended(world, database));
            }
            assertThat(ended).containsAll(KINDS);
            TwoZones.await(() -> List.copyOf(events.list).stream()
                            .filter(event -> event.getFormattedMessage().startsWith("import."))
                            .filter(event -> event.getThrowableProxy() != null)
                            .count()
                    >= OF_IMPORTS.size());
        } finally {
            root.detachAppender(gate);
            root.detachAppender(events);
        }
        assertThat(List.copyOf(events.list).stream().filter(event -> event.getThrowableProxy() != null))
                .as("failures that were logged")
                .hasSizeGreaterThan(10);
        String text = log.toString(StandardCharsets.UTF_8);
        assertThat(text).contains("sqlstate=57P01");
        for (String needle : NEEDLES) {
            assertThat(text).doesNotContainIgnoringCase(needle);
        }
        assertThat(text).doesNotContainPattern(LINK);
        assertThat(text).doesNotContainPattern("(?i)insert into|update [a-z_]+ set|Batch entry|arguments:");
    }

    /** Every table ends the session that would put the first row into it. */
    static void endEachOnce(Jdbi database) {
        database.useHandle(handle -> {
            handle.execute("create schema ending");
            handle.execute("""
                    create function ending.session() returns trigger language plpgsql security definer as $$
                    begin
                      if nextval(format('ending.%I', tg_argv[0])::regclass) = 1 then
                        perform pg_terminate_backend(pg_backend_pid());
                      end if;
                      return null;
                    end $$
                    """);
            handle.execute("revoke execute on function ending.session() from public");
            for (String table : handle.createQuery("""
                            select n.nspname || '.' || c.relname
                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where n.nspname in ('public', 'directory', 'mailbox') and c.relkind in ('r', 'p')
                              and not c.relispartition and c.relname not like 'flyway%' order by 1
                            """).mapTo(String.class).list()) {
                if (!OF_IMPORTS.contains(table)) {
                    endOnce(database, table);
                }
            }
        });
    }

    private static void endOnce(Jdbi database, String table) {
        database.useHandle(handle -> {
            handle.execute("create sequence ending.\"" + table + "\"");
            handle.execute("create trigger ending before insert on " + table
                    + " for each statement execute function ending.session('" + table + "')");
        });
    }

    private static void importing(HttpPerson reviewer, String table) throws Exception {
        String place = Integer.toString(OF_IMPORTS.indexOf(table) + 3);
        String href = reviewer.upload(
                        "/imports", "一覧.csv", "店名,住所\r\nneedle 食堂 " + place + ",仙台市青葉区二番町" + place + "-1\r\n")
                .location();
        assertThat(reviewer.post(href + "/start", Map.of("right-ones", "on")).status())
                .isEqualTo(303);
    }

    private static List<String> ended(DemoWorld world, String database) throws Exception {
        return world.database(database)
                .withHandle(handle -> handle.createQuery(
                                "select sequencename from pg_sequences where schemaname = 'ending' and last_value >= 1")
                        .mapTo(String.class)
                        .list());
    }

    private static OutputStreamAppender<ILoggingEvent> appender(LoggerContext context, ByteArrayOutputStream into) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d %-5level %logger %msg%n%ex{full}");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(into);
        appender.start();
        return appender;
    }
}
