package mica.exchange.text;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed, made safe to store, print and put into a header: Unicode NFC, no control characters, no bidi
 * controls, no lone surrogates. Rare kanji, variation selectors and emoji pass unchanged.
 */
public final class PlainText {

    /** Why a text was not taken. */
    public enum Refusal {
        EMPTY,
        TOO_LONG,
        LINE_BREAK,
        CONTROL_CHARACTER,
        DIRECTION_CONTROL,
        BROKEN_CHARACTER
    }

    /** Either a clean text or the reason why there is none. */
    public sealed interface Outcome {
        record Clean(String text) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    private PlainText() {}

    /**
     * Cleans one line, such as a name.
     *
     * @param maximum the longest allowed text in code points, after trimming
     */
    public static Outcome line(@Nullable String raw, int maximum) {
        return clean(raw, maximum, false);
    }

    /** Cleans a text of several lines; line ends become {@code \n}. The same limits hold as for {@link #line}. */
    public static Outcome paragraphs(@Nullable String raw, int maximum) {
        return clean(raw, maximum, true);
    }

    private static Outcome clean(@Nullable String raw, int maximum, boolean lineBreaksAllowed) {
        if (raw == null) {
            return new Outcome.Refused(Refusal.EMPTY);
        }
        String text = lineBreaksAllowed ? raw.replace("\r\n", "\n").replace('\r', '\n') : raw;
        text = trim(text);
        if (text.isEmpty()) {
            return new Outcome.Refused(Refusal.EMPTY);
        }
        if (text.length() > 4 * maximum) {
            return new Outcome.Refused(Refusal.TOO_LONG);
        }
        // Measured as it is kept: some letters come apart, and the office measures again.
        text = composed(text);
        if (text.codePointCount(0, text.length()) > maximum) {
            return new Outcome.Refused(Refusal.TOO_LONG);
        }
        boolean visible = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            Refusal refusal = refusal(c, lineBreaksAllowed);
            if (refusal != null) {
                return new Outcome.Refused(refusal);
            }
            visible |= isVisible(c);
            i += Character.charCount(c);
        }
        return visible ? new Outcome.Clean(text) : new Outcome.Refused(Refusal.EMPTY);
    }

    /** NFC, but kanji of the compatibility blocks stay: in names 神 and U+FA19, 福 and U+FA1B are different letters. */
    private static String composed(String text) {
        StringBuilder composed = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if ((c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F)) {
                composed.append(Normalizer.normalize(text.substring(from, i), Normalizer.Form.NFC));
                composed.append(text, i, next);
                from = next;
            }
            i = next;
        }
        return composed.append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFC))
                .toString();
    }

    /** Whether a letter leaves ink; a name of fillers, joiners or marks alone would be an empty poster. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.CONTROL -> false;
            default ->
                !Character.isSpaceChar(c) && c != 0x115F && c != 0x1160 && c != 0x2800 && c != 0x3164 && c != 0xFFA0;
        };
    }

    private static @Nullable Refusal refusal(int c, boolean lineBreaksAllowed) {
        if (c == '\n' && lineBreaksAllowed) {
            return null;
        }
        if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            return Refusal.LINE_BREAK;
        }
        if (c == 0xFFFD || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF)) {
            return Refusal.BROKEN_CHARACTER;
        }
        if (c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
            return Refusal.DIRECTION_CONTROL;
        }
        return switch (Character.getType(c)) {
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> Refusal.BROKEN_CHARACTER;
            case Character.CONTROL -> Refusal.CONTROL_CHARACTER;
            // Joiners hold emoji together, tags end flags; every other format character is invisible mischief.
            case Character.FORMAT ->
                c == 0x200D || c == 0x200C || (c >= 0xE0020 && c <= 0xE007F) ? null : Refusal.CONTROL_CHARACTER;
            default -> null;
        };
    }

    /** Like {@link String#strip}, and the wide space of Japanese keyboards too. */
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == 0x3000 || c == 0xA0 || Character.isWhitespace(c);
    }
}
