package mica.office.message;

/**
 * The text of a mail header: one line by construction. Line breaks, controls and direction controls become spaces, lone
 * surrogates the replacement character, so no value can begin a header of its own.
 */
public record HeaderText(String text) {

    public HeaderText {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(safe(c)));
        text = line.toString().strip();
    }

    public static HeaderText of(String text) {
        return new HeaderText(text);
    }

    private static int safe(int c) {
        if (Character.getType(c) == Character.SURROGATE) {
            return 0xFFFD;
        }
        return breaksLine(c) ? ' ' : c;
    }

    private static boolean breaksLine(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    boolean isAscii() {
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    }

    @Override
    public String toString() {
        return text;
    }
}
