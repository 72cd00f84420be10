package mica.office.posters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.text.Moments;
import mica.exchange.text.PrintableText;

/** The sheets of a key ceremony, a page each, with a line in the service's second language. */
final class RecoverySheetHtml {

    private static final Template PAGE = Template.load("recovery.html");
    private static final Template SHEETS = Template.load("sheets.html");
    private static final String STYLE = Template.read("recovery.css");

    private final PrintableText printable;

    RecoverySheetHtml(PrintableText printable) {
        this.printable = printable;
    }

    String html(List<RecoverySheet> sheets) {
        Wording texts = Wording.of(sheets.getFirst().service(), printable);
        String pages = sheets.stream().map(this::page).collect(Collectors.joining());
        Wording titled = texts.with("title", texts.get("recovery.title"))
                .with(
                        "subject",
                        texts.get("recovery.subject")
                                .replace("{ceremony}", sheets.getFirst().ceremony()));
        return SHEETS.fill(titled, Map.of("style", STYLE, "pages", pages));
    }

    private String page(RecoverySheet sheet) {
        ServiceLines further = sheet.service().further();
        String line = further == null
                ? ""
                : "<p class=\"further\" lang=\"%s\">%s</p>"
                        .formatted(
                                further.language().tag(),
                                Template.escape(wording(sheet, further).get("recovery.further")));
        return PAGE.fill(wording(sheet, sheet.service()), Map.of("lines", lines(sheet.lines()), "further", line));
    }

    private Wording wording(RecoverySheet sheet, ServiceLines service) {
        Map<String, String> gaps = Map.of(
                "{ceremony}", sheet.ceremony(),
                "{date}", Moments.day(sheet.day(), service.language()),
                "{isodate}", sheet.day().toString(),
                "{number}", Integer.toString(sheet.number()),
                "{of}", Integer.toString(sheet.of()));
        Wording texts = Wording.of(service, printable);
        Map<String, String> filled = new HashMap<>();
        texts.texts().forEach((key, text) -> {
            String line = text;
            if (key.startsWith("recovery.")) {
                for (Map.Entry<String, String> gap : gaps.entrySet()) {
                    line = line.replace(gap.getKey(), gap.getValue());
                }
            }
            filled.put(key, line);
        });
        return new Wording(filled);
    }

    private static String lines(List<String> lines) {
        StringBuilder rows = new StringBuilder();
        for (int line = 1; line <= lines.size(); line++) {
            rows.append("<tr><th>").append(line).append("</th>");
            for (String group : lines.get(line - 1).split(" ")) {
                rows.append("<td>");
                group.chars()
                        .forEach(letter -> rows.append("<span>")
                                .append(Template.escape(Character.toString(letter)))
                                .append("</span>"));
                rows.append("</td>");
            }
            rows.append("</tr>");
        }
        return rows.toString();
    }
}
