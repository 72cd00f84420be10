package mica.office.poster;

import java.util.Locale;
import java.util.Map;

/** The usage sheet: what the authority, a venue and a visitor do, with worked examples. */
final class UsageSheetHtml {

    private static final Template PAGES = Template.load("usage.html");
    private static final Template SHEETS = Template.load("sheets.html");
    private static final String STYLE = Template.read("usage.css");

    private final PrintableText printable;

    UsageSheetHtml(PrintableText printable) {
        this.printable = printable;
    }

    String html(ServiceLines service, Locale language) {
        Wording texts = Wording.in(language).of(service, printable);
        return SHEETS.fill(
                texts.with("title", texts.get("usage.title")), Map.of("style", STYLE, "pages", PAGES.fill(texts, Map.of())));
    }
}
