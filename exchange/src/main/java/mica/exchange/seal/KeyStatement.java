package mica.exchange.seal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What an office states of a day's public key, and signs.
 *
 * <pre>
 * octet  0      version, 1
 *        1      purpose: 0 FORM, 1 DOOR, 2 DAY
 *        2..5   day, days since 1970-01-01
 *        6..13  valid from, seconds since 1970-01-01T00:00:00Z
 *       14..21  valid until, the same; the first second in which it no longer is
 *       22..    public key
 * </pre>
 *
 * <p>A later version begins in the same way with a key of {@link HybridWrap#PUBLIC_KEY} octets. What it states beyond is
 * signed with the rest and not read here. One that must not be read so gets another label.
 *
 * @param validFrom a whole second
 * @param validUntil a whole second, later than {@code validFrom}
 */
public record KeyStatement(SealKey key, Instant validFrom, Instant validUntil) {

    /** The label of its signature. */
    public static final String LABEL = "mica seal key";

    private static final byte VERSION = 1;
    private static final int HEAD = 22;

    public KeyStatement {
        if (!validFrom.equals(validFrom.truncatedTo(ChronoUnit.SECONDS))
                || !validUntil.equals(validUntil.truncatedTo(ChronoUnit.SECONDS))
                || !validFrom.isBefore(validUntil)) {
            throw new IllegalArgumentException("not a time of validity: " + validFrom + " to " + validUntil);
        }
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(HEAD + key.publicKey().length)
                .put(VERSION)
                .put((byte) key.purpose().ordinal())
                .putInt((int) key.day().toEpochDay())
                .putLong(validFrom.getEpochSecond())
                .putLong(validUntil.getEpochSecond())
                .put(key.publicKey())
                .array();
    }

    /** @throws IllegalArgumentException when the octets are no statement */
    public static KeyStatement fromBytes(byte[] octets) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            byte version = buffer.get();
            if (version < VERSION) {
                throw new IllegalArgumentException("unknown version");
            }
            int purpose = buffer.get();
            if (purpose < 0 || purpose >= KeyPurpose.values().length) {
                throw new IllegalArgumentException("unknown purpose");
            }
            LocalDate day = LocalDate.ofEpochDay(buffer.getInt());
            Instant from = Instant.ofEpochSecond(buffer.getLong());
            Instant until = Instant.ofEpochSecond(buffer.getLong());
            byte[] key = new byte[version == VERSION ? buffer.remaining() : HybridWrap.PUBLIC_KEY];
            buffer.get(key);
            return new KeyStatement(new SealKey(day, KeyPurpose.values()[purpose], key), from, until);
        } catch (BufferUnderflowException | java.time.DateTimeException malformed) {
            throw new IllegalArgumentException("cut off, or no time", malformed);
        }
    }
}
