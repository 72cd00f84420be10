package mica.office.venue;

import java.util.LinkedHashMap;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.web.Form;

/** The form in which an officer tells which column holds what. */
final class ImportForm {

    private ImportForm() {}

    static Form of(ImportMapping mapping) {
        Form form = Form.empty()
                .put("default-sector", mapping.sector())
                .put("default-municipality", mapping.municipality())
                .put("default-spot", mapping.spot());
        mapping.columns().forEach((field, column) -> form.put("column-" + field, column.toString()));
        if (mapping.listed()) {
            form.put("listed", "on");
        }
        if (mapping.mail()) {
            form.put("mail", "on");
        }
        return form;
    }

    static ImportMapping read(Form form, int columnCount, ServiceFacts service) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String field : ImportMapping.FIELDS) {
            String chosen = form.raw("column-" + field);
            if (!chosen.isEmpty()) {
                int column = number(chosen);
                if (column < 0 || column >= columnCount) {
                    form.error("column-" + field, "form.choice");
                } else {
                    columns.put(field, column);
                }
            }
        }
        for (String field : new String[] {"name", "address"}) {
            if (!columns.containsKey(field)) {
                form.error("column-" + field, "import.column.needed");
            }
        }
        String sector = form.choice(
                "default-sector",
                service.sectors().stream()
                        .filter(ServiceFacts.Sector::eligible)
                        .map(ServiceFacts.Sector::code)
                        .toList());
        String municipality = form.optionalLine("default-municipality", 40);
        if (!municipality.isEmpty()
                && !service.municipalities().isEmpty()
                && !service.municipalities().contains(municipality)) {
            form.error("default-municipality", "form.choice");
        }
        return new ImportMapping(
                columns,
                sector,
                municipality,
                form.line("default-spot", 40),
                form.isTicked("listed"),
                form.isTicked("mail"));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
