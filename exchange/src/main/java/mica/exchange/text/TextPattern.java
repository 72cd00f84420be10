package mica.exchange.text;

import com.ibm.icu.text.PluralRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One text of a bundle, taken apart when it is read, so that filling it in is cheap. Arguments stand as {@code {0}}, numbers
 * as the language writes them as {@code {0,number}}, and what depends on a number, in the notation of ICU, as
 * {@code {0,plural,one{# venue}other{# venues}}}; which of the cases a number is, ICU knows. Other braces are left as they
 * are. Threads may share it.
 */
final class TextPattern {

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)(?:}|,number}|,plural,)");
    private static final Pattern CASE = Pattern.compile("\\s*([a-z]+)\\s*\\{");
    private static final String OTHER = "other";

    private sealed interface PatternPart {
        record Literal(String text) implements PatternPart {}

        record Argument(int index) implements PatternPart {}

        record Count(int index) implements PatternPart {}

        record Plural(int index, PluralRules rules, Map<String, List<PatternPart>> cases) implements PatternPart {}
    }

    private final Language language;
    private final List<PatternPart> parts;

    private TextPattern(Language language, List<PatternPart> parts) {
        this.language = language;
        this.parts = parts;
    }

    /** @throws IllegalArgumentException when a plural is not closed or has no case {@code other} */
    static TextPattern of(String text, Language language) {
        return new TextPattern(language, new Reader(text, language.locale()).parts(0, text.length(), -1));
    }

    private record Reader(String text, Locale locale) {

        /** @param counted the number that a {@code #} stands for; negative for none */
        List<PatternPart> parts(int start, int end, int counted) {
            List<PatternPart> parts = new ArrayList<>();
            int from = start;
            Matcher place = PLACE.matcher(text);
            while (place.find(from)) {
                if (place.start() >= end) {
                    break;
                }
                literal(parts, from, place.start(), counted);
                int index = text.charAt(place.start() + 1) - '0';
                if (place.group().endsWith(",plural,")) {
                    int close = closing(place.start());
                    parts.add(plural(index, place.end(), close));
                    from = close + 1;
                } else {
                    parts.add(
                            place.group().endsWith(",number}")
                                    ? new PatternPart.Count(index)
                                    : new PatternPart.Argument(index));
                    from = place.end();
                }
            }
            literal(parts, from, end, counted);
            return List.copyOf(parts);
        }

        private void literal(List<PatternPart> parts, int start, int end, int counted) {
            int from = start;
            for (int i = start; counted >= 0 && i < end; i++) {
                if (text.charAt(i) == '#') {
                    literal(parts, from, i, -1);
                    parts.add(new PatternPart.Count(counted));
                    from = i + 1;
                }
            }
            if (from < end) {
                parts.add(new PatternPart.Literal(text.substring(from, end)));
            }
        }

        private PatternPart plural(int index, int start, int end) {
            Map<String, List<PatternPart>> cases = new LinkedHashMap<>();
            Matcher next = CASE.matcher(text);
            int from = start;
            while (from < end && next.find(from) && next.start() == from && next.end() <= end) {
                int close = closing(next.end() - 1);
                cases.put(next.group(1), parts(next.end(), close, index));
                from = close + 1;
            }
            if (!cases.containsKey(OTHER) || !text.substring(from, end).isBlank()) {
                throw new IllegalArgumentException("no plural of the form one{…}other{…}: " + text);
            }
            return new PatternPart.Plural(index, PluralRules.forLocale(locale), cases);
        }

        private int closing(int open) {
            int depth = 0;
            for (int i = open; i < text.length(); i++) {
                if (text.charAt(i) == '{') {
                    depth++;
                } else if (text.charAt(i) == '}' && --depth == 0) {
                    return i;
                }
            }
            throw new IllegalArgumentException("a brace is not closed: " + text);
        }
    }

    /** In one pass, so that an argument that itself looks like a place is left as it is; so is a place without one. */
    String filled(Object... arguments) {
        if (parts.size() == 1 && parts.getFirst() instanceof PatternPart.Literal(String text)) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        parts.forEach(part -> append(filled, part, arguments));
        return filled.toString();
    }

    private void append(StringBuilder filled, PatternPart part, Object... arguments) {
        switch (part) {
            case PatternPart.Literal(String text) -> filled.append(text);
            case PatternPart.Argument(int index) ->
                filled.append(index < arguments.length ? String.valueOf(arguments[index]) : "{" + index + "}");
            case PatternPart.Count(int index) -> filled.append(language.number(number(index, arguments)));
            case PatternPart.Plural(int index, PluralRules rules, Map<String, List<PatternPart>> cases) -> {
                List<PatternPart> one = cases.get(rules.select(number(index, arguments)));
                List<PatternPart> chosen = one != null ? one : Objects.requireNonNull(cases.get(OTHER));
                chosen.forEach(within -> append(filled, within, arguments));
            }
        }
    }

    /** @throws IllegalArgumentException when the argument is none: a mistake of ours, which a test of the page finds */
    private static long number(int index, Object... arguments) {
        if (index < arguments.length && arguments[index] instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("argument " + index + " is to be a number");
    }
}
