package mica.office.imports;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the line that names the columns, below titles, dates and comments. */
final class HeaderLine {

    /** So many lines from the top are looked at, and offered for choosing. */
    static final int SEARCHED = 30;

    private HeaderLine() {}

    /** The index of the line, or {@link CsvTable#NO_HEADER} when the file begins with venues. */
    static int of(List<CsvTable.CsvRow> lines) {
        List<CsvTable.CsvRow> first = lines.subList(0, Math.min(lines.size(), SEARCHED));
        int best = 0;
        int most = 0;
        for (int i = 0; i < first.size(); i++) {
            int fields = fields(first.get(i));
            if (fields > most) {
                most = fields;
                best = i;
            }
        }
        // One word alone may stand in a title as well.
        return most >= 2 ? best : widest(first);
    }

    /** How many fields its cells name, each by a cell of its own. */
    private static int fields(CsvTable.CsvRow row) {
        Set<Integer> taken = new HashSet<>();
        for (String field : ImportMapping.FIELDS) {
            for (int i = 0; i < row.cells().size(); i++) {
                if (!taken.contains(i) && ColumnNames.match(field, row.cell(i)) != ColumnNames.Match.NONE) {
                    taken.add(i);
                    break;
                }
            }
        }
        return taken.size();
    }

    /** Without known names: the first line that is as wide as the others. */
    private static int widest(List<CsvTable.CsvRow> first) {
        long width = first.stream().mapToLong(HeaderLine::filled).max().orElse(0);
        for (int i = 0; i < first.size(); i++) {
            CsvTable.CsvRow row = first.get(i);
            if (2 * filled(row) > width) {
                return row.cells().stream().anyMatch(ColumnValues::isOfVenue) ? CsvTable.NO_HEADER : i;
            }
        }
        return 0;
    }

    private static long filled(CsvTable.CsvRow row) {
        return row.cells().stream().filter(cell -> !cell.isBlank()).count();
    }
}
