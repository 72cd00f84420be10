package mica.office.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import mica.web.venue.VenueForm;

/**
 * How a file is read, for the page on which it is corrected.
 *
 * @param skipped lines above the header
 * @param headers the lines that may be the header, in words by number
 * @param fields what is offered a column
 * @param columns their names by number
 * @param words the file's words for kinds of business
 * @param sectors names by code
 * @param municipalities those of the service; empty when it has no list
 */
public record ImportShape(
        String encoding,
        List<Skipped> skipped,
        Map<String, String> headers,
        List<String> fields,
        Map<String, String> columns,
        List<Word> words,
        Map<String, String> sectors,
        Map<String, String> municipalities) {

    /** A line above the header. */
    public record Skipped(int line, String words) {}

    /** A word of the file for a kind of business, and the sector it is taken for; empty when nobody knows. */
    public record Word(String word, String code) {}

    static ImportShape of(CsvTable table, ImportMapping mapping, ServiceFacts service, Texts texts, Language language) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < table.columnCount(); i++) {
            columns.put(Integer.toString(i), (i + 1) + ": " + table.title(i));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (CsvTable.CsvRow row : table.firstLines()) {
            headers.put(
                    Integer.toString(row.line()), texts.text(language, "import.header.line", row.line(), row.words()));
        }
        headers.put(Integer.toString(CsvTable.NO_HEADER), texts.text(language, "import.header.none"));
        return new ImportShape(
                table.encoding(),
                table.above().stream()
                        .map(row -> new Skipped(row.line(), row.words()))
                        .toList(),
                headers,
                ImportMapping.offered(mapping).toList(),
                columns,
                words(table, mapping, service),
                VenueForm.sectors(service, language),
                VenueForm.municipalities(service));
    }

    private static List<Word> words(CsvTable table, ImportMapping mapping, ServiceFacts service) {
        SectorWords meanings = new SectorWords(service, mapping.sectorWords());
        return SectorWords.of(table, mapping).stream()
                .map(word -> new Word(
                        word,
                        meanings.meaning(word)
                                .filter(ServiceFacts.Sector::eligible)
                                .map(ServiceFacts.Sector::code)
                                .orElse("")))
                .toList();
    }
}
