package mica.office.drafting;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import mica.exchange.directory.ServiceFacts;
import mica.office.notice.NoticePlace;

/**
 * Takes the names that a notice rightly says out of its text before anything is looked for in it: a venue may be called
 * 麺や〇〇, cafe {kotori} or book.com. Names and texts are compared in NFKC, as they are looked at.
 */
final class OwnNames {

    /** Stands where a name stood; it is part of no word, number or address. */
    private static final char NAMED = '\uFFFC';

    private static final int SHORT = 3;

    private static final String SLOT_LIKE = "〇○◯●×✕_*?△▲□■xX{}[]()【】「」.・-ー ";

    private final List<String> names;

    private OwnNames(List<String> names) {
        this.names = names;
    }

    static OwnNames of(List<NoticePlace> places, ServiceFacts service) {
        Stream<String> ofPlaces = places.stream()
                .flatMap(place -> Stream.concat(
                        Stream.of(place.name()), place.spots().stream().map(NoticePlace.NoticeSpot::label)));
        Stream<String> ofService = Stream.of(
                        service.name(),
                        service.authority(),
                        service.department(),
                        service.disease().name())
                .map(java.util.Map::values)
                .flatMap(Collection::stream);
        // The longest first: a name may be part of another one.
        return new OwnNames(Stream.concat(ofPlaces, ofService)
                .map(OwnNames::normal)
                .filter(name -> !name.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** The text in NFKC, with a mark in place of each name. */
    String masked(String text) {
        String masked = normal(text);
        for (String name : names) {
            masked = masked(masked, name);
        }
        return masked;
    }

    private static String masked(String text, String name) {
        boolean alone = name.codePointCount(0, name.length()) < SHORT || isSlotLike(name);
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            int end = at + name.length();
            boolean last = found.isEmpty() || found.getLast() + name.length() <= at;
            if (last && (alone ? standsAlone(text, at, end) : isWhole(text, at, end))) {
                found.add(at);
            }
        }
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int at : found) {
            masked.append(text, from, at).append(NAMED);
            from = at + name.length();
        }
        return masked.append(text, from, text.length()).toString();
    }

    private static boolean isSlotLike(String name) {
        return name.chars().allMatch(c -> SLOT_LIKE.indexOf(c) >= 0);
    }

    /** A venue called 〇〇 is meant where a name stands, and not wherever somebody left that much open. */
    private static boolean standsAlone(String text, int at, int end) {
        return (at == 0 || "\n:、,「『\" (".indexOf(text.charAt(at - 1)) >= 0)
                && (end == text.length() || "\n、,」』\" ()".indexOf(text.charAt(end)) >= 0);
    }

    /** Not a piece of a longer number, word or address of Latin letters. */
    private static boolean isWhole(String text, int at, int end) {
        return (at == 0 || !(isLatin(text.charAt(at)) && joins(text.charAt(at - 1))))
                && (end == text.length() || !(isLatin(text.charAt(end - 1)) && joins(text.charAt(end))));
    }

    private static boolean isLatin(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean joins(char c) {
        return isLatin(c) || "@-_/".indexOf(c) >= 0;
    }
}
