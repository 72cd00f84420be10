package mica.app;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Whether a page that tells of errors says so first and ties each of them to its field (WCAG 2.2, 3.3.1 and 2.4.2). */
final class TiedErrors {

    private TiedErrors() {}

    static List<String> problems(Document page) {
        List<String> problems = new ArrayList<>();
        Element summary = page.selectFirst(".errors");
        if (summary == null) {
            return problems;
        }
        if (!page.title().matches("(エラー：|Error: ).*")) {
            problems.add("the title does not begin with the error: " + page.title());
        }
        if (!summary.hasAttr("autofocus")
                || !summary.attr("tabindex").equals("-1")
                || page.select("script[src$=/errors.js]").isEmpty()) {
            problems.add("the summary does not take the focus");
        }
        if (summary.select("li").size() != summary.select("li a[href^=#]").size()) {
            problems.add("an error leads nowhere");
        }
        for (Element link : summary.select("a[href^=#]")) {
            String id = link.attr("href").substring(1);
            Element field = page.getElementById(id);
            if (field == null || field.attr("type").equals("hidden")) {
                problems.add("there is no " + id);
            } else if (field.is("input, select, textarea")) {
                Element described = field.is("[type=radio]") ? field.closest("fieldset") : field;
                Element told = page.getElementById(id + "-error");
                if (told == null
                        || told.text().isBlank()
                        || described == null
                        || !described.attr("aria-invalid").equals("true")
                        || !List.of(described.attr("aria-describedby").split(" "))
                                .contains(id + "-error")) {
                    problems.add("the error is not tied to " + id);
                }
            }
        }
        return problems;
    }
}
