package mica.office.intake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mica.exchange.envelope.Envelope;

/**
 * The envelopes that the office has stored and the exchange may not have let go yet. While it cannot (its disk is full) they
 * come again and again: they are ours, and nobody's recorded ones. For one thread.
 */
final class Handled {

    private final Set<ByteBuffer> digests = new HashSet<>();

    /** Those that were not stored yet. */
    List<byte[]> without(List<byte[]> envelopes) {
        return digests.isEmpty()
                ? envelopes
                : envelopes.stream()
                        .filter(bytes -> !digests.contains(digest(bytes)))
                        .toList();
    }

    void add(byte[] bytes) {
        digests.add(digest(bytes));
    }

    void addAll(Collection<Envelope> envelopes) {
        envelopes.forEach(envelope -> add(envelope.toBytes()));
    }

    /** The exchange let them go. */
    void clear() {
        digests.clear();
    }

    private static ByteBuffer digest(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
