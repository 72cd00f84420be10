package mica.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mica.office.kept.DayRows;
import mica.office.web.TestConsole;
import org.junit.jupiter.api.Test;

/** What docs/data.md calls personal, and of visitors, goes with its day. */
class DayRowsTest {

    private static final Path ROOT = Path.of(System.getProperty("mica.root"));
    private static final Pattern TABLE = Pattern.compile("`([a-z_.]+)`");

    /** Tables of visitors' traces that need no part in erasure, and why. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "visit", "is partitioned by days",
            "mailbox.envelope", "lives seconds",
            "visitor_erasure", "lives a minute",
            "directory.reply", "is of applicants");

    @Test
    void every_table_with_traces_of_visitors_is_in_the_list_of_erasure() throws IOException {
        List<String> erased = erased();
        List<String> traces = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/data.md"))) {
            String[] cells = line.split("\\|");
            if (cells.length >= 6 && cells[3].strip().matches("(sealed|pseudonymous).*")) {
                TABLE.matcher(cells[1]).results().map(match -> match.group(1)).forEach(traces::add);
            }
        }
        assertThat(traces).contains("visit", "mail", "quarantine", "recipient");
        traces.removeAll(OTHERWISE.keySet());
        assertThat(erased).containsAll(traces);
    }

    @Test
    void every_name_in_a_certificate_is_one_kind_of_rows() {
        try (TestConsole console = new TestConsole(false)) {
            List<DayRows> rows = console.opened.rowsByDay();
            assertThat(rows)
                    .extracting(DayRows::name)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("[a-z_]+"));
            assertThat(rows).extracting(DayRows::table).doesNotHaveDuplicates();
        }
    }

    private static List<String> erased() {
        try (TestConsole console = new TestConsole(false)) {
            return console.opened.rowsByDay().stream().map(DayRows::table).toList();
        }
    }
}
