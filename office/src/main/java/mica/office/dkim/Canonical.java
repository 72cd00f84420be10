package mica.office.dkim;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** The "relaxed" canonical form of bodies and header fields (RFC 6376, 3.4.2 and 3.4.4). */
final class Canonical {

    private static final byte[] LINE_END = {'\r', '\n'};

    private Canonical() {}

    /** SHA-256 of the canonical body. */
    static byte[] bodyHash(byte[] message, int start, int end) {
        MessageDigest hash = sha256();
        int emptyLines = 0;
        int line = start;
        while (line < end) {
            int next = line;
            while (next < end && message[next] != '\n') {
                next++;
            }
            int stop = next > line && next < end && message[next - 1] == '\r' ? next - 1 : next;
            while (stop > line && isSpace(message[stop - 1])) {
                stop--;
            }
            if (stop == line) {
                emptyLines++;
            } else {
                for (; emptyLines > 0; emptyLines--) {
                    hash.update(LINE_END);
                }
                line(hash, message, line, stop);
                hash.update(LINE_END);
            }
            line = next + 1;
        }
        return hash.digest();
    }

    /** Runs of white space become one space. */
    private static void line(MessageDigest hash, byte[] message, int start, int stop) {
        int from = start;
        for (int i = start; i < stop; i++) {
            if (isSpace(message[i])) {
                hash.update(message, from, i - from);
                hash.update((byte) ' ');
                while (i < stop && isSpace(message[i])) {
                    i++;
                }
                from = i;
            }
        }
        hash.update(message, from, stop - from);
    }

    /** One field as it is signed, without its line end: name in small letters, unfolded, white space narrowed. */
    static byte[] field(byte[] message, int start, int end) {
        ByteArrayOutputStream field = new ByteArrayOutputStream(end - start);
        int colon = start;
        while (message[colon] != ':') {
            colon++;
        }
        int nameEnd = colon;
        while (nameEnd > start && isSpace(message[nameEnd - 1])) {
            nameEnd--;
        }
        for (int i = start; i < nameEnd; i++) {
            field.write(Character.toLowerCase((char) message[i]));
        }
        field.write(':');
        boolean space = false;
        boolean begun = false;
        for (int i = colon + 1; i < end; i++) {
            byte octet = message[i];
            if (octet == '\r' || octet == '\n') {
                continue;
            }
            if (isSpace(octet)) {
                space = true;
                continue;
            }
            if (space && begun) {
                field.write(' ');
            }
            space = false;
            begun = true;
            field.write(octet);
        }
        return field.toByteArray();
    }

    /** The name of a field in small letters; empty when the line is none. */
    static String name(byte[] message, int start, int end) {
        for (int i = start; i < end; i++) {
            if (message[i] == ':') {
                StringBuilder name = new StringBuilder(i - start);
                for (int j = start; j < i; j++) {
                    name.append((char) message[j]);
                }
                return name.toString().strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
