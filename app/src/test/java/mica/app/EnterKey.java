package mica.app;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What the Enter key would do on a page. A browser answers it with the first submit button of the form in the order of
 * the page (HTML, 4.10.21.2), wherever that button is seen.
 */
final class EnterKey {

    private static final String ONE_LINE =
            "input:not([type=hidden],[type=checkbox],[type=radio],[type=file],[type=submit],[type=button],[type=image])";

    private EnterKey() {}

    /** The forms whose first button is not their harmless main one. */
    static List<String> problems(Document page) {
        List<String> problems = new ArrayList<>();
        for (Element form : page.select("form")) {
            List<Element> buttons = owned(page, form, "button, input[type=submit], input[type=image]").stream()
                    .filter(button -> !button.attr("type").matches("button|reset"))
                    .toList();
            if (buttons.isEmpty()) {
                continue;
            }
            Element first = buttons.getFirst();
            boolean typed = !owned(page, form, ONE_LINE).isEmpty();
            boolean many = buttons.size() > 1;
            if ((typed || many) && first.is(".danger, [value^=remove], [value^=discard]")) {
                problems.add("Enter removes, ends or sends: " + first.outerHtml());
            }
            if (many && !isMain(first) && buttons.stream().anyMatch(EnterKey::isMain)) {
                problems.add("Enter presses another button than the main one: " + first.outerHtml());
            }
        }
        return problems;
    }

    private static boolean isMain(Element button) {
        return !button.is(".quiet, .danger, .textual");
    }

    private static List<Element> owned(Document page, Element form, String selector) {
        return page.select(selector).stream()
                .filter(field ->
                        field.hasAttr("form") ? field.attr("form").equals(form.id()) : field.closest("form") == form)
                .toList();
    }
}
