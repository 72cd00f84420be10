package mica.office.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mica.exchange.health.Condition;
import mica.exchange.health.HealthReport;
import mica.exchange.health.Part;
import mica.exchange.text.Texts;
import mica.web.Page;

/** How the parts of the office are, in the reader's words. */
public record HealthView(Condition condition, List<HealthRow> rows) {

    /**
     * One part.
     *
     * @param advice what to do about it; empty when it is well
     */
    public record HealthRow(String title, Condition condition, String advice, List<String> facts) {}

    static HealthView of(HealthReport report, Page page, Texts texts) {
        return new HealthView(
                report.condition(),
                report.parts().stream().map(part -> row(part, page, texts)).toList());
    }

    /** What is not well. */
    public List<HealthRow> troubles() {
        return rows.stream().filter(row -> row.condition() != Condition.WELL).toList();
    }

    private static HealthRow row(Part part, Page page, Texts texts) {
        List<String> facts = new ArrayList<>();
        facts(facts, "", part.facts(), page, texts);
        String advice = part.condition() == Condition.WELL ? "" : page.t("health.advice." + part.name());
        return new HealthRow(page.t("health.part." + part.name()), part.condition(), advice, facts);
    }

    /** A fact for which there are no words is for monitors alone; of many things of one kind only those in trouble are told. */
    private static void facts(List<String> told, String of, Map<?, ?> facts, Page page, Texts texts) {
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> one) {
                if (!Condition.WELL.word().equals(one.get("state"))) {
                    String state = "health.state." + one.get("state");
                    told.add(texts.has(page.language(), state) ? name + " " + page.t(state) : name.toString());
                    facts(told, name + " ", one, page, texts);
                }
            } else if (texts.has(page.language(), "health.fact." + name)) {
                told.add(of + page.t("health.fact." + name, text(page, value)));
            }
        });
    }

    private static String text(Page page, Object value) {
        return value instanceof Number number ? page.number(number.longValue()) : value.toString();
    }
}
