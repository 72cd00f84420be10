package mica.office.drafting;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Moments;
import mica.exchange.text.Texts;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeText;
import org.jspecify.annotations.Nullable;

/** Writes the first version of a notice's text, in every language. What is not known yet stays as a placeholder. */
public final class NoticeTemplates {

    private static final Texts TEXTS = new Texts("mica.office.notice");

    private NoticeTemplates() {}

    public static Map<Language, NoticeText> write(
            NoticeKind kind,
            String number,
            @Nullable String firstNumber,
            List<NoticePlace> places,
            @Nullable Instant from,
            @Nullable Instant to,
            ServiceFacts service) {
        Map<Language, NoticeText> texts = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            String tag = language.tag();
            Map<String, String> values = Map.of(
                    "venue", venues(places, language),
                    "period", from == null || to == null ? "{period}" : period(from, to, service, language),
                    "disease", ServiceFacts.in(service.disease().name(), tag),
                    "authority", ServiceFacts.in(service.authority(), tag),
                    "department", ServiceFacts.in(service.department(), tag),
                    "service", ServiceFacts.in(service.name(), tag),
                    "phone", service.phone(),
                    "hours", ServiceFacts.in(service.hours(), tag),
                    "number", number,
                    "first", firstNumber == null ? "" : firstNumber);
            texts.put(
                    language,
                    new NoticeText(
                            fill(TEXTS.text(language, "notice.template." + kind + ".subject"), values),
                            fill(TEXTS.text(language, "notice.template." + kind + ".body"), values)));
        }
        return texts;
    }

    /** From when to when, as people of a language write it; the day is not said twice. */
    public static String period(Instant from, Instant to, ServiceFacts service, Language language) {
        ZoneId zone = ZoneId.of(service.timeZone());
        LocalDate lastDay = LocalDate.ofInstant(to, zone);
        String end = LocalDate.ofInstant(from, zone).equals(lastDay)
                ? Moments.time(to, zone)
                : Moments.dateTime(to, zone, language);
        return TEXTS.text(language, "notice.period", Moments.dateTime(from, zone, language), end);
    }

    private static String venues(List<NoticePlace> places, Language language) {
        if (places.isEmpty()) {
            return "{venue}";
        }
        return places.stream()
                .map(place -> place.spots().isEmpty()
                        ? place.name()
                        : TEXTS.text(
                                language,
                                "notice.place",
                                place.name(),
                                place.spots().stream()
                                        .map(NoticePlace.Spot::label)
                                        .collect(Collectors.joining(TEXTS.text(language, "notice.comma")))))
                .collect(Collectors.joining(TEXTS.text(language, "notice.comma")));
    }

    private static String fill(String template, Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        // One pass, so that a venue called "{phone}" stays what it is.
        while (true) {
            int open = template.indexOf('{', from);
            int close = template.indexOf('}', open + 1);
            if (open < 0 || close < 0) {
                return text.append(template, from, template.length()).toString();
            }
            String name = template.substring(open + 1, close);
            text.append(template, from, open).append(values.getOrDefault(name, "{" + name + "}"));
            from = close + 1;
        }
    }
}
