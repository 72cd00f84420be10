package mica.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mica.exchange.log.Wordless;
import mica.front.Front;
import org.junit.jupiter.api.Test;

/** What an office as it is delivered writes to its terminal while its sessions end. */
class OfficeLogTest {

    private static final Pattern DATED = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}(Z|[+-]\\d{2}:\\d{2}) (ERROR|WARN |INFO ) \\w+ .*");

    @Test
    void its_lines_have_their_date_and_none_of_the_words_of_a_failure() throws Exception {
        try (TwoZones zones = new TwoZones(Map.of())) {
            Front front = zones.startFront();
            String log;
            try (OfficeProcess office = new OfficeProcess(zones.folder.resolve("office"), zones.settings)) {
                SessionsEndTest.endEachOnce(zones.database("office"));
                SessionsEndTest.endEachOnce(zones.database("exchange"));
                HttpPerson visitor = HttpPerson.patient("http://127.0.0.1:" + front.port());
                for (int i = 1; i <= 5; i++) {
                    assertThat(visitor.post(zones.door(), Map.of("email", "needle78otter" + i + "@example.jp"))
                                    .status())
                            .isEqualTo(303);
                    zones.number(
                            "office",
                            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'office'"
                                    + " and application_name like 'mica-%'");
                }
                TwoZones.await(() -> zones.number("office", "select count(*) from visit") == 5
                        && zones.number("office", "select count(*) from mail where state = 'ACCEPTED'") == 5);
                TwoZones.await(() -> office.said().contains("sqlstate=57P01"));
                log = office.said();
            }
            for (String needle : List.of(
                    "needle78",
                    "食堂",
                    "入口",
                    "shinsa",
                    "insert into",
                    "Batch entry",
                    "terminating connection",
                    "of-the-test")) {
                assertThat(log).doesNotContainIgnoringCase(needle);
            }
            assertThat(log).doesNotContainPattern("[0-9a-f]{40}");
            assertThat(log.lines().filter(line -> line.contains(" ERROR ") || line.contains(" WARN ")))
                    .isNotEmpty()
                    .allMatch(line -> DATED.matcher(line).matches());
        }
    }

    @Test
    void a_command_that_cannot_explain_its_failure_prints_it_without_its_words() {
        var commandLine = Main.commandLine();
        assertThatThrownBy(() -> commandLine
                        .getExecutionExceptionHandler()
                        .handleExecutionException(
                                new IllegalStateException("needle79", new RuntimeException("needle80")),
                                commandLine,
                                commandLine.parseArgs()))
                .isInstanceOf(Wordless.class)
                .hasToString("java.lang.IllegalStateException")
                .satisfies(printed -> assertThat(printed.getCause()).hasToString("java.lang.RuntimeException"));
    }
}
