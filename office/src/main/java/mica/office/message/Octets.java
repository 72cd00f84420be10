package mica.office.message;

import java.util.Arrays;

/** Octets gathered in one array that is used again and again. For one thread. */
public final class Octets {

    private byte[] octets;
    private int length;

    /** @param expected how many it will hold; it grows when there are more */
    public Octets(int expected) {
        octets = new byte[expected];
    }

    /** Where they lie, from 0 to {@link #length}; another array after it grew. */
    public byte[] array() {
        return octets;
    }

    public int length() {
        return length;
    }

    /** Forgets what was gathered, and overwrites it. */
    public void clear() {
        Arrays.fill(octets, 0, length, (byte) 0);
        length = 0;
    }

    void add(byte[] from, int start, int size) {
        room(size);
        System.arraycopy(from, start, octets, length, size);
        length += size;
    }

    void ascii(String text) {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            octets[length + i] = (byte) text.charAt(i);
        }
        length += size;
    }

    /** Makes room before what was gathered since a place. */
    void insert(int place, byte[] what) {
        room(what.length);
        System.arraycopy(octets, place, octets, place + what.length, length - place);
        System.arraycopy(what, 0, octets, place, what.length);
        length += what.length;
    }

    private void room(int size) {
        if (length + size > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + size, 2 * octets.length));
        }
    }
}
