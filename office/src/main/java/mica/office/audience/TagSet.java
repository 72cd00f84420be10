package mica.office.audience;

import mica.office.keys.PersonTag;

/**
 * A set of people by their tags, 16 octets a place: a million take 32 MiB. Tags are spread evenly by their secret, so they
 * are their own hash. For one thread.
 */
final class TagSet {

    private long[] places = new long[2 * 1_024];
    private boolean hasZero;
    private int size;

    /** False when it was there already. */
    boolean add(PersonTag tag) {
        if (tag.high() == 0 && tag.low() == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            size += isNew ? 1 : 0;
            return isNew;
        }
        if (3L * size >= places.length) {
            grow();
        }
        if (!put(places, tag.high(), tag.low())) {
            return false;
        }
        size++;
        return true;
    }

    int size() {
        return size;
    }

    private static boolean put(long[] places, long high, long low) {
        int mask = places.length / 2 - 1;
        for (int place = (int) low & mask; ; place = (place + 1) & mask) {
            long thereHigh = places[2 * place];
            long thereLow = places[2 * place + 1];
            if (thereHigh == high && thereLow == low) {
                return false;
            }
            if (thereHigh == 0 && thereLow == 0) {
                places[2 * place] = high;
                places[2 * place + 1] = low;
                return true;
            }
        }
    }

    private void grow() {
        long[] larger = new long[2 * places.length];
        for (int i = 0; i < places.length; i += 2) {
            if (places[i] != 0 || places[i + 1] != 0) {
                put(larger, places[i], places[i + 1]);
            }
        }
        places = larger;
    }
}
