package mica.office.posters;

import java.util.Map;
import java.util.regex.Pattern;
import mica.exchange.text.PrintableText;

/** The usage sheet: what the authority, a venue and a visitor do, with worked examples. */
final class UsageSheetHtml {

    private static final Template PAGES = Template.load("usage.html");
    private static final Template SHEETS = Template.load("sheets.html");
    private static final String STYLE = Template.read("usage.css");

    private static final Pattern POINTS = Pattern.compile("([\\d.]+)pt\\b");

    private final PrintableText printable;

    UsageSheetHtml(PrintableText printable) {
        this.printable = printable;
    }

    /** With all font sizes multiplied by a scale, for names that are longer than the layout expects. */
    String html(ServiceLines service, double scale) {
        Wording texts = Wording.of(service, printable);
        return SHEETS.fill(
                texts.with("title", texts.get("usage.title")),
                Map.of("style", scaled(scale), "pages", PAGES.fill(texts, Map.of())));
    }

    private static String scaled(double scale) {
        return POINTS.matcher(STYLE)
                .replaceAll(points -> Math.round(Double.parseDouble(points.group(1)) * scale * 100) / 100.0 + "pt");
    }
}
