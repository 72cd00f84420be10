package mica.exchange.envelope;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.HybridWrap;
import mica.exchange.seal.KeyPurpose;

/**
 * Travels before the envelopes of an epoch and gives the office the seeds of their keys.
 *
 * <pre>
 * octet  0      version, 2
 *        1      0
 *        2..17  epoch
 *       18..21  day of the keys, days since 1970-01-01
 *       22..    wraps for FORM, DOOR and DAY, 1,168 octets each
 *       then    proof, 32 octets: HMAC-SHA256 of all before, under a key of the FORM seed
 * </pre>
 */
public final class EpochAnnouncement {

    private static final byte KIND = 0;
    private static final int HEAD = 22;
    private static final int PROOF = 32;
    private static final int LENGTH = HEAD + KeyPurpose.values().length * HybridWrap.LENGTH + PROOF;

    private final byte[] bytes;
    private final UUID epoch;
    private final LocalDate day;

    private EpochAnnouncement(byte[] bytes) {
        ByteBuffer head = ByteBuffer.wrap(bytes, 2, HEAD - 2);
        this.bytes = bytes;
        this.epoch = new UUID(head.getLong(), head.getLong());
        this.day = LocalDate.ofEpochDay(head.getInt());
    }

    /** @param epoch with keys for every purpose */
    public static EpochAnnouncement of(Epoch epoch) {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH)
                .put(Envelope.VERSION)
                .put(KIND)
                .putLong(epoch.id().getMostSignificantBits())
                .putLong(epoch.id().getLeastSignificantBits())
                .putInt((int) epoch.day().toEpochDay());
        for (KeyPurpose purpose : KeyPurpose.values()) {
            buffer.put(epoch.wrap(purpose));
        }
        byte[] proof = epoch.proof(Arrays.copyOf(buffer.array(), LENGTH - PROOF));
        return new EpochAnnouncement(buffer.put(proof).array());
    }

    /** Whether the octets claim to be one. */
    public static boolean isOne(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == Envelope.VERSION && bytes[1] == KIND;
    }

    /** @throws MalformedEnvelopeException when they are none */
    public static EpochAnnouncement fromBytes(byte[] bytes) {
        if (!isOne(bytes) || bytes.length != LENGTH) {
            throw new MalformedEnvelopeException("no announcement of an epoch");
        }
        return new EpochAnnouncement(bytes);
    }

    public UUID epoch() {
        return epoch;
    }

    public LocalDate day() {
        return day;
    }

    /** The wrapped seeds. */
    public Map<KeyPurpose, byte[]> wraps() {
        Map<KeyPurpose, byte[]> wraps = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            int from = HEAD + purpose.ordinal() * HybridWrap.LENGTH;
            wraps.put(purpose, Arrays.copyOfRange(bytes, from, from + HybridWrap.LENGTH));
        }
        return wraps;
    }

    /** Whether nothing of it was changed on the way. @param formSeed of the FORM wrap */
    public boolean isProven(byte[] formSeed) {
        byte[] proof = Epoch.proof(formSeed, Arrays.copyOf(bytes, LENGTH - PROOF));
        return MessageDigest.isEqual(proof, Arrays.copyOfRange(bytes, LENGTH - PROOF, LENGTH));
    }

    public byte[] toBytes() {
        return bytes.clone();
    }
}
