package mica.office.drafting;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeText;
import mica.office.notice.NoticeWords;
import org.jspecify.annotations.Nullable;

/**
 * Writes a notice's text from its facts, in every language the service offers: the first version of what an officer goes on
 * writing, and the ready texts of the languages that no officer writes. What is not known yet stays as a placeholder.
 */
public final class NoticeTemplates {

    private static final Texts TEXTS = new Texts("mica.office.notice");

    private NoticeTemplates() {}

    /** What a text is made from. @param firstNumber of the notice that is followed up; null for none */
    public record Facts(
            NoticeKind kind,
            String number,
            @Nullable String firstNumber,
            List<NoticePlace> places,
            @Nullable Instant from,
            @Nullable Instant to) {

        public static Facts of(NoticeContent content, String number, @Nullable String firstNumber) {
            return new Facts(content.kind(), number, firstNumber, content.places(), content.from(), content.to());
        }

        private boolean areKnown() {
            return !places.isEmpty() && from != null && to != null;
        }
    }

    public static Map<Language, NoticeText> write(Facts facts, ServiceFacts service) {
        Map<Language, NoticeText> texts = new HashMap<>();
        for (Language language : service.offered()) {
            Map<String, String> values = values(facts, service, language);
            texts.put(
                    language,
                    new NoticeText(
                            fill(TEXTS.text(language, "notice.template." + facts.kind() + ".subject"), values),
                            fill(body(facts.kind(), language, service), values)));
        }
        return texts;
    }

    /** What the officer has to write is asked for once; in other languages a text stands ready that refers to it. */
    private static String body(NoticeKind kind, Language language, ServiceFacts service) {
        String ready = "notice.ready." + kind + ".body";
        return !language.equals(service.ownLanguage()) && TEXTS.has(language, ready)
                ? TEXTS.text(language, ready)
                : TEXTS.text(language, "notice.template." + kind + ".body");
    }

    /**
     * The texts of a draft, in which the languages that nobody wrote are filled in, and go on saying what the facts are. The
     * authority's own is left to its officers.
     *
     * @param typed as they are to be stored
     * @param before what the texts that are stored were made from
     */
    public static Map<Language, NoticeText> completed(
            Map<Language, NoticeText> typed, Facts before, Facts now, ServiceFacts service) {
        if (!now.areKnown()) {
            return typed;
        }
        Map<Language, NoticeText> completed = new HashMap<>(typed);
        Map<Language, NoticeText> readyBefore = write(before, service);
        write(now, service).forEach((language, ready) -> {
            NoticeText text = typed.getOrDefault(language, new NoticeText("", ""));
            boolean untouched =
                    (text.subject().isBlank() && text.body().isBlank()) || text.equals(readyBefore.get(language));
            if (untouched && !language.equals(service.ownLanguage())) {
                completed.put(language, ready);
            }
        });
        return completed;
    }

    private static Map<String, String> values(Facts facts, ServiceFacts service, Language language) {
        Instant from = facts.from();
        Instant to = facts.to();
        return Map.ofEntries(
                Map.entry("venue", venues(facts.places(), language)),
                Map.entry(
                        "period",
                        from == null || to == null ? "{period}" : NoticeWords.period(from, to, service, language)),
                Map.entry("disease", service.in(service.disease().name(), language)),
                Map.entry("authority", service.in(service.authority(), language)),
                Map.entry("department", service.in(service.department(), language)),
                Map.entry("service", service.in(service.name(), language)),
                Map.entry("phone", service.phone()),
                Map.entry("hours", service.in(service.hours(), language)),
                Map.entry("number", facts.number()),
                Map.entry("first", facts.firstNumber() == null ? "" : facts.firstNumber()),
                Map.entry("own", service.ownLanguage().ownName()));
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
                                        .map(NoticePlace.NoticeSpot::label)
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
