package mica.office.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.venue.VenueField;
import mica.web.Form;

/** The form in which an officer tells which line is the header, which column holds what, and what words mean. */
final class ImportForm {

    private ImportForm() {}

    static Form of(ImportMapping mapping, List<ImportShape.Word> words) {
        Form form = Form.empty()
                .put("header-line", Integer.toString(mapping.headerLine()))
                .put("default-sector", mapping.sector())
                .put("default-municipality", mapping.municipality())
                .put("default-spot", mapping.spot());
        mapping.columns().forEach((field, column) -> form.put("column-" + field, column.toString()));
        for (int i = 0; i < words.size(); i++) {
            form.put("sector-word-" + i, words.get(i).code());
        }
        if (mapping.listed()) {
            form.put("listed", "on");
        }
        if (mapping.mail()) {
            form.put("mail", "on");
        }
        return form;
    }

    /** @param table the file with the header that its columns were chosen by */
    static ImportMapping read(Form form, CsvTable table, ServiceFacts service) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String field : ImportMapping.FIELDS) {
            String chosen = form.raw("column-" + field);
            if (!chosen.isEmpty()) {
                int column = number(chosen);
                if (column < 0 || column >= table.columnCount()) {
                    form.error("column-" + field, "form.choice");
                } else {
                    columns.put(field, column);
                }
            }
        }
        for (String field : new String[] {VenueField.NAME.key(), VenueField.ADDRESS.key()}) {
            if (!columns.containsKey(field)) {
                form.error("column-" + field, "import.column.needed");
            }
        }
        return new ImportMapping(
                table.headerLine(),
                columns,
                sectorWords(form, service),
                form.choice("default-sector", eligible(service)),
                municipality(form, service),
                form.line("default-spot", VenueField.LONGEST_SPOT),
                form.isTicked("listed"),
                form.isTicked("mail"));
    }

    /** Another header was chosen: the columns are guessed anew, the rest is kept where it is right. */
    static ImportMapping withHeader(ImportMapping before, CsvTable table) {
        return new ImportMapping(
                table.headerLine(),
                ImportMapping.guess(table, before.sector()).columns(),
                before.sectorWords(),
                before.sector(),
                before.municipality(),
                before.spot(),
                before.listed(),
                before.mail());
    }

    /** The header's line; that of the table as it is when none was sent or chosen. */
    static int headerLine(Form form, CsvTable table) {
        String chosen = form.raw("header-line");
        if (chosen.equals(Integer.toString(CsvTable.NO_HEADER))) {
            return CsvTable.NO_HEADER;
        }
        return number(chosen) > 0 ? number(chosen) : table.headerLine();
    }

    private static Map<String, String> sectorWords(Form form, ServiceFacts service) {
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < SectorWords.MOST_OFFERED; i++) {
            String word = form.optionalLine("sector-text-" + i, VenueField.SECTOR.longest());
            String code = form.raw("sector-word-" + i);
            if (!word.isEmpty() && !code.isEmpty()) {
                words.put(word, form.choice("sector-word-" + i, eligible(service)));
            }
        }
        return words;
    }

    private static List<String> eligible(ServiceFacts service) {
        return service.sectors().stream()
                .filter(ServiceFacts.Sector::eligible)
                .map(ServiceFacts.Sector::code)
                .toList();
    }

    private static String municipality(Form form, ServiceFacts service) {
        String municipality = form.optionalLine("default-municipality", VenueField.MUNICIPALITY.longest());
        if (!municipality.isEmpty()
                && !service.municipalities().isEmpty()
                && !service.municipalities().contains(municipality)) {
            form.error("default-municipality", "form.choice");
        }
        return municipality;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
