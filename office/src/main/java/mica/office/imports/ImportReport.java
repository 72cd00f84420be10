package mica.office.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tells what became of each line of an import, as a file for a spreadsheet. */
final class ImportReport {

    /** Without this mark Excel reads UTF-8 as Windows-31J. */
    private static final char MARK = 0xFEFF;

    private final Texts texts;

    ImportReport(Texts texts) {
        this.texts = texts;
    }

    String csv(List<ImportStore.DoneLine> lines, Language language) {
        StringBuilder csv = new StringBuilder().append(MARK);
        CSVFormat format = CSVFormat.EXCEL
                .builder()
                .setHeader(
                        texts.text(language, "import.report.line"),
                        texts.text(language, "venue.field.name"),
                        texts.text(language, "import.report.outcome"),
                        texts.text(language, "import.report.problems"),
                        texts.text(language, "venue.field.code"))
                .get();
        try (CSVPrinter printer = new CSVPrinter(csv, format)) {
            for (ImportStore.DoneLine line : lines) {
                printer.printRecord(
                        line.line(),
                        harmless(line.name()),
                        texts.text(language, "import.outcome." + line.outcome()),
                        harmless(words(line.problems(), language)),
                        line.venue() == null ? "" : line.venue().value());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return csv.toString();
    }

    String words(List<ImportLine.Problem> problems, Language language) {
        return problems.stream()
                .map(problem -> texts.text(
                        language,
                        "import.report.problem",
                        texts.text(language, "venue.field." + problem.field()),
                        texts.text(language, problem.key(), problem.arguments().toArray())))
                .collect(Collectors.joining(" "));
    }

    /** A spreadsheet runs cells that begin like a formula (OWASP, CSV Injection). */
    static String harmless(String cell) {
        return !cell.isEmpty() && "=+-@\t\r＝＋－＠".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
