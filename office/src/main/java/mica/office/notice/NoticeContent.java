package mica.office.notice;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.office.approval.Proposal;
import mica.office.audience.Audience;
import org.jspecify.annotations.Nullable;

/**
 * What an approver approves: what is said, in every language the service offered, and to whom.
 *
 * @param from the first instant of the period, inclusive; null while the draft has none
 * @param to its end, exclusive
 */
public record NoticeContent(
        NoticeKind kind,
        @Nullable UUID followUpOf,
        List<NoticePlace> places,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean includeUnconfirmed,
        Map<Language, NoticeText> texts) {

    public NoticeContent {
        places = List.copyOf(places);
        // In the order of the languages, so that equal contents have one canonical form.
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    static NoticeContent empty(NoticeKind kind, @Nullable UUID followUpOf) {
        return new NoticeContent(kind, followUpOf, List.of(), null, null, true, Map.of());
    }

    public NoticeText text(Language language) {
        return texts.getOrDefault(language, new NoticeText("", ""));
    }

    /** Whether there is something to read in a language. */
    public boolean says(Language language) {
        return !text(language).body().isBlank();
    }

    public NoticeContent withTexts(Map<Language, NoticeText> others) {
        return new NoticeContent(kind, followUpOf, places, from, to, includeUnconfirmed, others);
    }

    /** Empty while places or period are missing. */
    public Optional<Audience> audience() {
        if (places.isEmpty() || from == null || to == null || !from.isBefore(to)) {
            return Optional.empty();
        }
        return Optional.of(new Audience(places.stream().map(NoticePlace::place).toList(), from, to));
    }

    /** The same octets for the same content, whenever, wherever and by whichever version they are made. */
    String canonical() {
        return CanonicalContent.write(this);
    }

    /** @throws IllegalArgumentException when it is no content, or one of a newer version; the message says which */
    static NoticeContent read(String canonical) {
        return CanonicalContent.read(canonical);
    }

    /** SHA-256 of {@link #canonical}, in hexadecimal digits. */
    public String hash() {
        return Proposal.hash(canonical());
    }
}
