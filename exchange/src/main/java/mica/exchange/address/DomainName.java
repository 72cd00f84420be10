package mica.exchange.address;

import com.ibm.icu.text.IDNA;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads domain names, in letters of any script or as A-labels, by UTS #46 (non-transitional) and, as registries do, by the
 * letters of IDNA 2008 (RFC 5892): no signs, no punctuation.
 */
final class DomainName {

    private static final IDNA UTS_46 = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** RFC 5892, 2.6 and appendix A: no letters by their category, and still allowed. */
    private static final String ALSO_LETTERS = "-·͵׳״・〇\u200C\u200D";

    private DomainName() {}

    /** The name as lower-case A-labels; null when it is none. */
    static @Nullable String read(String typed) {
        if (typed.length() > LONGEST_NAME || typed.startsWith("[")) {
            return null;
        }
        String host = hyphenated(typed);
        String ascii = isPlain(host) ? host.toLowerCase(Locale.ROOT) : ascii(host);
        return ascii != null && isName(ascii) ? ascii : null;
    }

    /** Whether a name's last label looks like a top-level domain: two letters or more, or an A-label. */
    static boolean hasTopLevel(String host) {
        String top = topLevel(host);
        return host.indexOf('.') >= 0 && top.length() >= 2 && (top.startsWith("xn--") || isLowerCase(top));
    }

    private static boolean isLowerCase(String label) {
        for (int i = 0; i < label.length(); i++) {
            if (label.charAt(i) < 'a' || label.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    static String topLevel(String host) {
        return host.substring(host.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** The letters that A-labels stand for; as it was when they stand for none. */
    static String legible(String host) {
        if (!hasALabel(host)) {
            return host;
        }
        StringBuilder letters = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        UTS_46.nameToUnicode(host, letters, info);
        return info.hasErrors() ? host : letters.toString();
    }

    /** Whether a text has the letters of a name in lower case, and nothing else. */
    static boolean hasLetters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && c != '-' && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isPlain(String host) {
        return TypedAddress.isAscii(host) && !hasALabel(host);
    }

    private static boolean hasALabel(String host) {
        return host.toLowerCase(Locale.ROOT).contains("xn--");
    }

    private static String hyphenated(String host) {
        return TypedAddress.isAscii(host)
                ? host
                : Arrays.stream(host.split("\\.", -1))
                        .map(TypedAddress::hyphenated)
                        .collect(Collectors.joining("."));
    }

    private static @Nullable String ascii(String host) {
        StringBuilder letters = new StringBuilder();
        IDNA.Info info = new IDNA.Info();
        UTS_46.nameToUnicode(withoutNeedlessJoiners(host), letters, info);
        // Browsers send as an A-label what was typed with a slip in place of the hyphen.
        String meant = hyphenated(letters.toString());
        if (info.hasErrors() || !meant.codePoints().allMatch(c -> c == '.' || isLetter(c))) {
            return null;
        }
        StringBuilder ascii = new StringBuilder();
        UTS_46.nameToASCII(meant, ascii, info);
        return info.hasErrors() ? null : ascii.toString();
    }

    private static String withoutNeedlessJoiners(String host) {
        String without = host.replace("\u200C", "").replace("\u200D", "");
        return TypedAddress.isAscii(without) ? without : host;
    }

    private static boolean isLetter(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER -> true;
            default -> ALSO_LETTERS.indexOf(c) >= 0;
        };
    }

    private static boolean isName(String ascii) {
        if (ascii.length() > LONGEST_NAME || !hasLetters(ascii) || !hasTopLevel(ascii)) {
            return false;
        }
        for (int from = 0; from <= ascii.length(); ) {
            int dot = ascii.indexOf('.', from);
            int to = dot < 0 ? ascii.length() : dot;
            if (to == from || to - from > LONGEST_LABEL || ascii.charAt(from) == '-' || ascii.charAt(to - 1) == '-') {
                return false;
            }
            from = to + 1;
        }
        return true;
    }
}
