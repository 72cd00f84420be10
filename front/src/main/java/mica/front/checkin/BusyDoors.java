package mica.front.checkin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.Language;
import mica.front.directory.Place;

/**
 * The page of a door to which too many come at once: made once a minute and language, with gaps for the place and for what
 * was typed. To turn somebody away must cost less than to take them, and what they typed must stay. Threads may share it.
 */
final class BusyDoors {

    private static final Duration KEPT = Duration.ofMinutes(1);

    /** Words that no page has. Codes are of a form that no page has either, so that a real one may stand for all. */
    private static final String NAME = "qzNAMEzq";

    private static final String LABEL = "qzLABELzq";
    /** For the mark of a page and the address. */
    static final String VISIT = "qzVISITzq";

    static final String EMAIL = "qzEMAILzq";

    private record Gapped(List<String> texts, List<String> gaps) {}

    private final Cache<Language, Gapped> pages =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();

    /** A place like another one, with gaps for what tells them apart. */
    static Place like(Place place) {
        VenueFacts venue = place.venue();
        return new Place(
                new VenueFacts(
                        venue.code(),
                        NAME,
                        NAME,
                        venue.sector(),
                        venue.municipality(),
                        venue.address(),
                        venue.listed(),
                        venue.state(),
                        venue.registeredOn()),
                new SpotFacts(
                        place.spot().code(), venue.code(), LABEL, place.spot().position()));
    }

    /** Keeps a page that was made for such a place, {@link #VISIT} and {@link #EMAIL}. */
    void keep(Language language, Place place, String page) {
        List<String> texts = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        String code = place.spot().code().value();
        Matcher matcher = Pattern.compile(String.join("|", NAME, LABEL, VISIT, EMAIL, code))
                .matcher(page);
        int from = 0;
        while (matcher.find()) {
            texts.add(page.substring(from, matcher.start()));
            gaps.add(matcher.group());
            from = matcher.end();
        }
        texts.add(page.substring(from));
        pages.put(language, new Gapped(List.copyOf(texts), List.copyOf(gaps)));
    }

    /** The page for a visitor; empty when it has to be made and kept first. */
    Optional<String> page(Language language, Place place, String visit, String email) {
        Gapped page = pages.getIfPresent(language);
        if (page == null) {
            return Optional.empty();
        }
        StringBuilder whole = new StringBuilder(8_192).append(page.texts().getFirst());
        for (int i = 0; i < page.gaps().size(); i++) {
            append(
                    whole,
                    switch (page.gaps().get(i)) {
                        case NAME -> place.venue().name();
                        case LABEL -> place.spot().label();
                        case VISIT -> visit;
                        case EMAIL -> email;
                        default -> place.spot().code().value();
                    });
            whole.append(page.texts().get(i + 1));
        }
        return Optional.of(whole.toString());
    }

    /** As text or within quotation marks. */
    private static void append(StringBuilder whole, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> whole.append("&amp;");
                case '<' -> whole.append("&lt;");
                case '>' -> whole.append("&gt;");
                case '"' -> whole.append("&#34;");
                case '\'' -> whole.append("&#39;");
                default -> whole.append(c);
            }
        }
    }
}
