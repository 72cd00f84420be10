package mica.exchange.envelope;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mica.exchange.seal.KeyPurpose;

/**
 * What travels the one-way street from front to office: a readable head, and seals that only the office opens. The same
 * octets can travel by database, HTTPS or file.
 *
 * <pre>
 * octet  0      version, 1
 *        1      kind
 *        2..17  id, random
 *       18..21  day of the keys, days since 1970-01-01
 *       22..23  length of the open part
 *       24..    open part (what the office may read without a key; empty for most kinds)
 *       then    for each seal: two octets of length, the seal
 * </pre>
 *
 * Each seal is bound to everything before the seals and to its own purpose.
 *
 * @param open the part anyone on the way can read: never an address
 */
public record Envelope(EnvelopeKind kind, UUID id, LocalDate day, byte[] open, List<byte[]> seals) {

    private static final byte VERSION = 1;
    private static final int HEAD = 24;

    /** Makes one seal of a purpose, bound to the octets given. */
    @FunctionalInterface
    public interface Sealing {
        byte[] seal(KeyPurpose purpose, byte[] content, byte[] associated);
    }

    /** Seals one content to each key the kind asks for. */
    public static Envelope sealed(
            EnvelopeKind kind, UUID id, LocalDate day, byte[] open, byte[] content, Sealing sealing) {
        Envelope unsealed = new Envelope(kind, id, day, open, List.of());
        List<byte[]> seals = new ArrayList<>();
        for (KeyPurpose purpose : kind.seals()) {
            seals.add(sealing.seal(purpose, content, unsealed.associated(purpose)));
        }
        return new Envelope(kind, id, day, open, List.copyOf(seals));
    }

    /** The seal of a purpose. */
    public byte[] seal(KeyPurpose purpose) {
        return seals.get(kind.seals().indexOf(purpose));
    }

    /** What the seal of a purpose is bound to. */
    public byte[] associated(KeyPurpose purpose) {
        return associated(kind, id, day, open, purpose);
    }

    /** What a seal is bound to, for a reader that kept the parts and not the envelope. */
    public static byte[] associated(EnvelopeKind kind, UUID id, LocalDate day, byte[] open, KeyPurpose purpose) {
        ByteBuffer buffer = ByteBuffer.allocate(HEAD + open.length + 1);
        putHead(buffer, kind, id, day, open);
        return buffer.put((byte) purpose.ordinal()).array();
    }

    public byte[] toBytes() {
        int length =
                HEAD + open.length + seals.stream().mapToInt(s -> 2 + s.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(length);
        putHead(buffer, kind, id, day, open);
        for (byte[] seal : seals) {
            buffer.putShort((short) seal.length).put(seal);
        }
        return buffer.array();
    }

    /** @throws MalformedEnvelopeException when the octets are cut, too long, or of another version or kind */
    public static Envelope fromBytes(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            byte version = buffer.get();
            if (version != VERSION) {
                throw new MalformedEnvelopeException("unknown version " + version);
            }
            EnvelopeKind kind = EnvelopeKind.of(buffer.get());
            UUID id = new UUID(buffer.getLong(), buffer.getLong());
            LocalDate day = LocalDate.ofEpochDay(buffer.getInt());
            byte[] open = part(buffer);
            List<byte[]> seals = new ArrayList<>();
            for (int i = 0; i < kind.seals().size(); i++) {
                seals.add(part(buffer));
            }
            if (buffer.hasRemaining()) {
                throw new MalformedEnvelopeException("more octets than its parts");
            }
            return new Envelope(kind, id, day, open, List.copyOf(seals));
        } catch (BufferUnderflowException cut) {
            throw new MalformedEnvelopeException("cut off");
        }
    }

    private static byte[] part(ByteBuffer buffer) {
        byte[] part = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(part);
        return part;
    }

    private static void putHead(ByteBuffer buffer, EnvelopeKind kind, UUID id, LocalDate day, byte[] open) {
        buffer.put(VERSION)
                .put((byte) kind.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt((int) day.toEpochDay())
                .putShort((short) open.length)
                .put(open);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope && java.util.Arrays.equals(toBytes(), envelope.toBytes());
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Envelope[" + kind + " " + id + "]";
    }
}
