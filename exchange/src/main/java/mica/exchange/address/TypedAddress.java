package mica.exchange.address;

import java.util.regex.Pattern;

/**
 * Mends what a keyboard, a phone's dictionary or a copied line put into an address and nobody meant: wide letters, marks
 * that nobody sees, blanks, commas in place of dots, and what looks like a hyphen and is none. Nothing is guessed that would
 * be another address: each letter either has one ASCII letter that it stands for, or stays and is refused.
 */
final class TypedAddress {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** The Japanese long vowel mark, wide and narrow: it is a letter of Japanese names too. */
    private static final String LONG_VOWELS = "ーｰ";

    private static final String MARKS_WITHIN = "@.-_+";

    private static final String DASHES = "‐‑‒–—―−─﹘﹣˗";

    /** What ends a sentence or a list. */
    private static final String BEHIND = "、。,.;:・ ";

    private static final String BEFORE = "、。,;:・ ";

    private static final Pattern AROUND_AT = Pattern.compile(" *@ *");

    private TypedAddress() {}

    /** The address within what was typed, in the letters that were meant. */
    static String mended(String typed) {
        if (isClean(typed)) {
            return typed;
        }
        String text = stripped(folded(typed));
        if (text.regionMatches(true, 0, "mailto:", 0, "mailto:".length())) {
            text = stripped(text.substring("mailto:".length()));
        }
        return AROUND_AT.matcher(stripped(withoutQuotes(withoutName(text)))).replaceAll("@");
    }

    /** What stands before the at sign; no letter of it can be anything but ASCII. */
    static String localPart(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder local = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHyphenLike(c)) {
                local.append('-');
            } else if (c == '。') {
                local.append('.');
            } else if (c == '’' || c == '‘') {
                local.append('\'');
            } else if (c == '、') {
                local.append(',');
            } else if (c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER) {
                local.append(c);
            }
        }
        return local.toString();
    }

    /** What stands behind the at sign, with dots between its labels. */
    static String host(String text) {
        if (isAscii(text) && text.indexOf(',') < 0) {
            return text;
        }
        StringBuilder host = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            host.append(c == '。' || c == '、' || c == ',' ? '.' : c);
        }
        return host.toString();
    }

    /** A label of a domain with hyphens where they were meant: in ASCII names the long vowel mark is one too. */
    static String hyphenated(String label) {
        boolean ascii = label.chars().allMatch(c -> c < 0x80 || isHyphenLike((char) c));
        StringBuilder mended = new StringBuilder(label.length());
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            boolean meant = isHyphenLike(c) && (ascii || LONG_VOWELS.indexOf(c) < 0);
            mended.append(meant ? '-' : c);
        }
        return mended.toString();
    }

    /** Whether there is nothing to mend, as nearly always: letters, digits and marks of addresses, no mark at either end. */
    private static boolean isClean(String typed) {
        int last = typed.length() - 1;
        if (last < 0 || !isLetterOrDigit(typed.charAt(0)) || !isLetterOrDigit(typed.charAt(last))) {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = typed.charAt(i);
            if (!isLetterOrDigit(c) && MARKS_WITHIN.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHyphenLike(char c) {
        return DASHES.indexOf(c) >= 0 || LONG_VOWELS.indexOf(c) >= 0;
    }

    private static String folded(String typed) {
        StringBuilder folded = new StringBuilder(typed.length());
        typed.codePoints().forEach(c -> {
            if (c >= '！' && c <= '～') {
                folded.append((char) (c - 0xFEE0));
            } else if (Character.getType(c) == Character.SPACE_SEPARATOR) {
                folded.append(' ');
            } else if (!isInvisible(c)) {
                switch (c) {
                    case '｡' -> folded.append('。');
                    case '､' -> folded.append('、');
                    case '﹫' -> folded.append('@');
                    case '﹒' -> folded.append('.');
                    default -> folded.appendCodePoint(c);
                }
            }
        });
        return folded.toString();
    }

    /** Direction marks, zero-width marks, soft hyphens, variation selectors, fillers. The joiners belong to some scripts. */
    private static boolean isInvisible(int c) {
        return (Character.getType(c) == Character.FORMAT && c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0000 && c <= 0xE0FFF)
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || c == 0x3164
                || c == 0xFFA0;
    }

    private static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isStripped(text.charAt(from), BEFORE)) {
            from++;
        }
        while (from < to && isStripped(text.charAt(to - 1), BEHIND)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isStripped(char c, String marks) {
        return marks.indexOf(c) >= 0
                || Character.isWhitespace(c)
                || c == 0x85
                || c == ZERO_WIDTH_JOINER
                || c == ZERO_WIDTH_NON_JOINER;
    }

    /** Of {@code Name <address>} the address, unless the name is one too. */
    private static String withoutName(String text) {
        int open = text.indexOf('<');
        boolean named = open >= 0
                && text.endsWith(">")
                && text.indexOf('>') == text.length() - 1
                && text.lastIndexOf('<') == open
                && text.lastIndexOf('@', open) < 0;
        return named ? text.substring(open + 1, text.length() - 1) : text;
    }

    private static String withoutQuotes(String text) {
        int last = text.length() - 1;
        boolean quoted = last > 1
                && ((text.charAt(0) == '"' && text.charAt(last) == '"')
                        || (text.charAt(0) == '\'' && text.charAt(last) == '\'')
                        || (text.charAt(0) == '「' && text.charAt(last) == '」'));
        return quoted ? text.substring(1, last) : text;
    }
}
