package mica.office.relay;

import java.io.IOException;
import java.util.Arrays;

/** Octets gathered for one write. For one thread. */
final class Outbound {

    /** More is written at once: a system call for this much costs next to nothing beside the octets. */
    static final int FULL = 64 * 1_024;

    private byte[] octets = new byte[FULL + 16 * 1_024];
    private int length;

    void line(String command) {
        int size = command.length();
        room(size + 2);
        for (int i = 0; i < size; i++) {
            char c = command.charAt(i);
            if (c < 0x20 || c >= 0x7F) {
                throw new IllegalArgumentException("command is not one line of ASCII");
            }
            octets[length++] = (byte) c;
        }
        octets[length++] = '\r';
        octets[length++] = '\n';
    }

    void add(byte[] from, int start, int size) {
        room(size);
        System.arraycopy(from, start, octets, length, size);
        length += size;
    }

    boolean isFull() {
        return length >= FULL;
    }

    void clear() {
        length = 0;
    }

    void writeTo(SmtpConnection line) throws IOException {
        try {
            line.write(octets, length);
        } finally {
            length = 0;
        }
    }

    private void room(int size) {
        if (length + size > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + size, 2 * octets.length));
        }
    }
}
