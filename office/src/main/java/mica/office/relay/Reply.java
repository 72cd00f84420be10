package mica.office.relay;

import java.util.List;

/**
 * What the relay said.
 *
 * @param code of three digits (RFC 5321, 4.2); 0 when nothing was said because the relay was not reached
 * @param enhanced status such as {@code 5.1.1} (RFC 3463); empty when there was none
 * @param text the words; relays like to repeat the recipient in them, so they are neither logged nor stored
 */
public record Reply(int code, String enhanced, String text) {

    /** In place of a reply, for what was not sent after all. */
    public static final Reply NOT_SENT = none("not sent");

    static Reply of(int code, List<String> lines) {
        return new Reply(
                code, enhanced(lines.getFirst()), lines.size() == 1 ? lines.getFirst() : String.join("\n", lines));
    }

    /** Class, subject and detail at the beginning of a line, up to a space or its end. */
    private static String enhanced(String line) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        int first = word.indexOf('.');
        int second = word.indexOf('.', first + 1);
        boolean fits = first == 1
                && "245".indexOf(word.charAt(0)) >= 0
                && isNumber(word, 2, second)
                && isNumber(word, second + 1, word.length());
        return fits ? word : "";
    }

    private static boolean isNumber(String word, int from, int to) {
        boolean digits = to > from && to - from <= 3;
        for (int i = from; digits && i < to; i++) {
            digits = word.charAt(i) >= '0' && word.charAt(i) <= '9';
        }
        return digits;
    }

    /** In place of a reply, when there is none. */
    static Reply none(String why) {
        return new Reply(0, "", why);
    }

    /** Whether the trouble is with the relay itself, so that other messages would fare no better. */
    public boolean relayMissing() {
        return code == 0;
    }

    boolean positive() {
        return code / 100 == 2;
    }

    boolean transientFailure() {
        return code / 100 == 4;
    }

    boolean permanentFailure() {
        return code / 100 == 5;
    }

    /** Code and enhanced status, such as {@code 550 5.1.1}: safe to store, log and show. */
    public String status() {
        if (relayMissing()) {
            return text;
        }
        return enhanced.isEmpty() ? Integer.toString(code) : code + " " + enhanced;
    }

    /** Without the words. */
    @Override
    public String toString() {
        return status();
    }
}
