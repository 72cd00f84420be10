package mica.office.relay;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the relay said.
 *
 * @param code of three digits (RFC 5321, 4.2); 0 when nothing was said because the relay was not reached
 * @param enhanced status such as {@code 5.1.1} (RFC 3463); empty when there was none
 * @param text the words; relays like to repeat the recipient in them, so they are neither logged nor stored
 */
public record Reply(int code, String enhanced, String text) {

    private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$)");

    static Reply of(int code, List<String> lines) {
        Matcher matcher = ENHANCED.matcher(lines.getFirst());
        return new Reply(code, matcher.lookingAt() ? matcher.group(1) : "", String.join("\n", lines));
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
