package mica.office.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import mica.exchange.directory.ServiceFacts;

/** How a file is read, line by line for a terminal: encoding, skipped lines, header, columns, words for sectors. */
final class ImportGuess {

    private ImportGuess() {}

    static List<String> lines(CsvTable table, ImportMapping mapping, ServiceFacts service) {
        List<String> lines = new ArrayList<>();
        lines.add("encoding: " + table.encoding());
        table.above().forEach(row -> lines.add("line " + row.line() + " skipped: " + row.words()));
        lines.add(
                table.headerLine() == CsvTable.NO_HEADER
                        ? "header: none, the first line is a venue"
                        : "header: line " + table.headerLine());
        Set<Integer> used = new HashSet<>();
        for (String field : ImportMapping.FIELDS) {
            mapping.column(field).ifPresent(column -> {
                used.add(column);
                lines.add("%-13s <- column %s%s".formatted(field, name(table, column), example(table, column)));
            });
        }
        List<String> unused = IntStream.range(0, table.columnCount())
                .filter(column -> !used.contains(column))
                .mapToObj(column -> name(table, column))
                .toList();
        if (!unused.isEmpty()) {
            lines.add("not used: " + String.join(", ", unused));
        }
        SectorWords meanings = new SectorWords(service, mapping.sectorWords());
        for (String word : SectorWords.of(table, mapping)) {
            lines.add("sector %s -> %s"
                    .formatted(
                            new CsvTable.CsvRow(0, List.of(word)).words(),
                            meanings.meaning(word)
                                    .map(ServiceFacts.Sector::code)
                                    .orElse("unknown")));
        }
        return lines;
    }

    private static String name(CsvTable table, int column) {
        return column + 1 + " " + table.title(column);
    }

    private static String example(CsvTable table, int column) {
        return table.rows().stream()
                .map(row -> new CsvTable.CsvRow(0, List.of(row.cell(column))).words())
                .filter(words -> !words.isEmpty())
                .findFirst()
                .map(words -> " (" + words + ")")
                .orElse(" (empty)");
    }
}
