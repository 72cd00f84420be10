package mica.bench.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads one HTTP/1.1 answer as it comes in: its status, where it leads, and whether all of it is there. Not shared. */
final class HttpAnswer {

    private static final int UNKNOWN = -1;

    private int status;
    private String location = "";
    private int bodyAt;
    private int bodyLength;
    private boolean chunked;
    private int searchedTo;

    HttpAnswer() {
        reset();
    }

    void reset() {
        status = UNKNOWN;
        location = "";
        bodyLength = 0;
        chunked = false;
        searchedTo = 0;
    }

    int status() {
        return status;
    }

    /** The Location field as a path; empty when there was none. */
    String location() {
        return location;
    }

    /** Looks at what has come so far, from the start of the buffer to its position. */
    boolean isComplete(ByteBuffer received) {
        byte[] octets = received.array();
        int end = received.position();
        if (status == UNKNOWN && !readHead(octets, end)) {
            return false;
        }
        // The last chunk is empty, and no trailers follow it.
        return chunked
                ? end >= bodyAt + 5
                        && octets[end - 5] == '0'
                        && octets[end - 4] == '\r'
                        && octets[end - 3] == '\n'
                        && octets[end - 2] == '\r'
                        && octets[end - 1] == '\n'
                : end >= bodyAt + bodyLength;
    }

    private boolean readHead(byte[] octets, int end) {
        int at = Math.max(0, searchedTo - 3);
        while (at + 3 < end
                && (octets[at] != '\r' || octets[at + 1] != '\n' || octets[at + 2] != '\r' || octets[at + 3] != '\n')) {
            at++;
        }
        searchedTo = end;
        if (at + 3 >= end) {
            return false;
        }
        bodyAt = at + 4;
        String head = new String(octets, 0, at + 2, StandardCharsets.ISO_8859_1);
        status = Integer.parseInt(head, 9, 12, 10);
        for (int line = head.indexOf('\n') + 1; line < head.length(); line = head.indexOf('\n', line) + 1) {
            readField(head, line);
        }
        return true;
    }

    private void readField(String head, int line) {
        if (starts(head, line, "content-length:")) {
            bodyLength = Integer.parseInt(value(head, line));
        } else if (starts(head, line, "location:")) {
            String whole = value(head, line);
            int host = whole.indexOf("://");
            location = host < 0 ? whole : whole.substring(whole.indexOf('/', host + 3));
        } else if (starts(head, line, "transfer-encoding:")) {
            chunked = true;
        }
    }

    private static boolean starts(String head, int line, String name) {
        return head.regionMatches(true, line, name, 0, name.length());
    }

    private static String value(String head, int line) {
        return head.substring(head.indexOf(':', line) + 1, head.indexOf('\r', line))
                .strip();
    }
}
