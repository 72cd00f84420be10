package mica.office.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import mica.exchange.database.Json;
import org.jspecify.annotations.Nullable;

/**
 * The municipalities of Japan, from the list of codes of the Ministry of Internal Affairs (全国地方公共団体コード), and which
 * of them an address begins with. Read once; threads may share it.
 */
final class Municipalities {

    private static final int LONGEST_DISTRICT = 6;

    /** Letters that stand for each other in place names; written as either, read as the first. */
    private static final List<String> ALIKE =
            List.of("ケヶがガヵ", "竜龍", "釜竈竃", "鯵鰺", "桧檜", "曽曾", "渕淵", "岳嶽", "沢澤", "浜濱", "広廣", "国國", "桜櫻", "斎齋");

    private static final Map<Character, Character> FOLDED = folded();

    private static final String LEADING = "[〒\\d\\s\\-－‐−]*";

    /** A municipality and its prefecture. */
    record NamedMunicipality(String prefecture, String name) {}

    private record Ward(String code, String type, String name, String ruby) {}

    private record Municipality(
            String code,
            String type,
            String name,
            String ruby,
            @Nullable List<Ward> wards) {}

    private record Prefecture(String code, String type, String name, String ruby, List<Municipality> municipalities) {}

    private static final class Japan {
        static final Municipalities LIST = read();
    }

    private final Map<String, List<NamedMunicipality>> byName = new HashMap<>();
    private final Map<String, String> prefectures = new HashMap<>();
    private int longest;

    private Municipalities(Prefecture[] japan) {
        for (Prefecture prefecture : japan) {
            prefectures.put(fold(prefecture.name()), prefecture.name());
            for (Municipality one : prefecture.municipalities()) {
                String key = fold(one.name());
                byName.computeIfAbsent(key, none -> new ArrayList<>())
                        .add(new NamedMunicipality(prefecture.name(), one.name()));
                longest = Math.max(longest, key.length());
            }
        }
    }

    static Municipalities ofJapan() {
        return Japan.LIST;
    }

    private static Municipalities read() {
        try (InputStream list = Municipalities.class.getResourceAsStream("/municipalities/codes.json")) {
            if (list == null) {
                throw new IllegalStateException("resource is missing: /municipalities/codes.json");
            }
            String json = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            return new Municipalities(Json.read(json, Prefecture[].class));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<Character, Character> folded() {
        Map<Character, Character> folded = new HashMap<>();
        for (String alike : ALIKE) {
            alike.chars().forEach(letter -> folded.putIfAbsent((char) letter, alike.charAt(0)));
        }
        return folded;
    }

    /** One spelling for all spellings of a place; blanks within are dropped. */
    static String fold(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder folded = new StringBuilder(normal.length());
        for (int i = 0; i < normal.length(); i++) {
            char letter = normal.charAt(i);
            if (!Character.isWhitespace(letter)) {
                folded.append(FOLDED.getOrDefault(letter, letter));
            }
        }
        return folded.toString();
    }

    /** How many there are. */
    int count() {
        return byName.values().stream().mapToInt(List::size).sum();
    }

    /**
     * The one that an address begins with, after a postal code, a prefecture and a district (郡), each of which may be
     * missing.
     *
     * @param ours asked where two prefectures have one of this name and the address names none of them
     */
    Optional<NamedMunicipality> beginning(String address, Predicate<NamedMunicipality> ours) {
        String prefecture = prefectureOf(fold(address).replaceFirst("^" + LEADING, ""));
        String rest = behindPrefecture(address);
        List<NamedMunicipality> found = longest(rest, prefecture);
        for (int at = rest.indexOf('郡');
                found.isEmpty() && at > 0 && at <= LONGEST_DISTRICT;
                at = rest.indexOf('郡', at + 1)) {
            found = longest(rest.substring(at + 1), prefecture);
        }
        List<NamedMunicipality> places = found;
        return places.stream().filter(ours).findFirst().or(() -> places.stream().findFirst());
    }

    /** The prefecture that an address names. */
    Optional<String> prefecture(String address) {
        return Optional.ofNullable(prefectureOf(fold(address).replaceFirst("^" + LEADING, "")));
    }

    /** A text in one spelling, without a postal code and a prefecture it begins with. */
    String behindPrefecture(String address) {
        String text = fold(address).replaceFirst("^" + LEADING, "");
        String prefecture = prefectureOf(text);
        return prefecture == null ? text : text.substring(fold(prefecture).length());
    }

    private List<NamedMunicipality> longest(String text, @Nullable String prefecture) {
        for (int length = Math.min(longest, text.length()); length > 1; length--) {
            List<NamedMunicipality> places = byName.getOrDefault(text.substring(0, length), List.of()).stream()
                    .filter(place -> prefecture == null || place.prefecture().equals(prefecture))
                    .toList();
            if (!places.isEmpty()) {
                return places;
            }
        }
        return List.of();
    }

    private @Nullable String prefectureOf(String folded) {
        // 東京都, 北海道; three prefectures have four letters.
        for (int length = 3; length <= Math.min(4, folded.length()); length++) {
            String prefecture = prefectures.get(folded.substring(0, length));
            if (prefecture != null) {
                return prefecture;
            }
        }
        return null;
    }

    /** Whether a text is the name of a municipality and nothing else, its prefecture, district or ward aside. */
    boolean isOne(String text) {
        Optional<NamedMunicipality> place = beginning(text, any -> true);
        if (place.isEmpty()) {
            return false;
        }
        String folded = fold(text);
        String name = fold(place.get().name());
        String behind = folded.substring(folded.indexOf(name) + name.length());
        return behind.isEmpty() || behind.matches(".{1,4}区");
    }

    boolean isPrefecture(String text) {
        return prefectures.containsKey(fold(text));
    }

    /** The prefectures in which the municipalities of a service lie: by those names that stand for one place alone. */
    Set<String> prefecturesOf(List<String> names) {
        Set<String> found = new HashSet<>();
        for (String name : names) {
            List<NamedMunicipality> places = byName.getOrDefault(fold(name), List.of());
            if (places.size() == 1) {
                found.add(places.getFirst().prefecture());
            }
        }
        return found;
    }
}
