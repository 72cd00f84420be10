package mica.office.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvBoundsTest {

    private static final String HEAD = "店名,住所\n";

    private static CsvTable.Outcome read(String text) {
        return CsvTable.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CsvTable.Refusal refusal(String text) {
        return ((CsvTable.Outcome.Refused) read(text)).reason();
    }

    @Test
    void a_line_of_many_columns_is_refused_before_it_is_kept() {
        assertThat(refusal(",".repeat(8_000_000))).isEqualTo(CsvTable.Refusal.TOO_MANY_COLUMNS);
        assertThat(refusal(HEAD + "x,".repeat(CsvBounds.MOST_COLUMNS) + "\n"))
                .isEqualTo(CsvTable.Refusal.TOO_MANY_COLUMNS);
        assertThat(read(HEAD + "x,".repeat(CsvBounds.MOST_COLUMNS - 1) + "x\n"))
                .isInstanceOf(CsvTable.Outcome.Read.class);
    }

    @Test
    void delimiters_within_quotes_are_no_columns() {
        String many = ",".repeat(CsvBounds.MOST_COLUMNS + 1);
        assertThat(read(HEAD + "\"" + many + "\",\"\"\"" + many + "\"\n")).isInstanceOf(CsvTable.Outcome.Read.class);
        assertThat(refusal(HEAD + "5\"" + many + "\n")).isEqualTo(CsvTable.Refusal.TOO_MANY_COLUMNS);
    }

    @Test
    void a_cell_holds_no_more_than_a_spreadsheets() {
        assertThat(refusal("a".repeat(19_000_000))).isEqualTo(CsvTable.Refusal.CELL_TOO_LONG);
        assertThat(refusal(HEAD + "\"never closed\n".repeat(1) + "x\n".repeat(100_000)))
                .isEqualTo(CsvTable.Refusal.CELL_TOO_LONG);
        assertThat(read(HEAD + "見本,\"" + "い".repeat(CsvBounds.MOST_LETTERS - 2) + "\"\n"))
                .isInstanceOf(CsvTable.Outcome.Read.class);
    }

    @Test
    void lines_and_cells_have_their_limits() {
        assertThat(refusal(HEAD + "a,b\n".repeat(CsvTable.MOST_ROWS + 1))).isEqualTo(CsvTable.Refusal.TOO_MANY_ROWS);
        assertThat(refusal(HEAD + "\n".repeat(1_000_000) + ",\n".repeat(1_000_000)))
                .isEqualTo(CsvTable.Refusal.TOO_MANY_ROWS);
        assertThat(refusal(HEAD + (",".repeat(CsvBounds.MOST_COLUMNS - 1) + "\n").repeat(40_000)))
                .isEqualTo(CsvTable.Refusal.TOO_MANY_CELLS);
        assertThat(read(HEAD + "a,b\n".repeat(CsvTable.MOST_ROWS))).isInstanceOf(CsvTable.Outcome.Read.class);
    }
}
