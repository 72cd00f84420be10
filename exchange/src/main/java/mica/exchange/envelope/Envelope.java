package mica.exchange.envelope;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.exchange.seal.Sha256;

/**
 * What travels the one-way street from front to office: a readable head, and seals that only the office opens. The same
 * octets can travel by database, HTTPS or file.
 *
 * <pre>
 * octet  0      version, 2
 *        1      kind
 *        2..17  id
 *       18..21  day of the keys, days since 1970-01-01
 *       22..37  epoch
 *       38..41  row of the epoch
 *       42..43  length of the open part
 *       44..    open part (what the office may read without a key; empty for most kinds)
 *       then    for each seal: two octets of length, the sealed content
 * </pre>
 *
 * Each seal is bound to everything before the seals, to its own purpose and to the seals after it, so that the first one
 * answers for the whole envelope.
 *
 * @param open the part anyone on the way can read: never an address
 * @param sealed the sealed contents, in the order of the kind's purposes
 */
public record Envelope(
        EnvelopeKind kind, UUID id, LocalDate day, UUID epoch, int row, byte[] open, List<byte[]> sealed) {

    static final byte VERSION = 2;
    private static final int HEAD = 44;

    /** Seals one content to each key the kind asks for. @param row with keys for the kind's purposes */
    public static Envelope sealed(EnvelopeKind kind, UUID id, byte[] open, byte[] content, Epoch.EpochRow row) {
        byte[] head = head(kind, id, row.day(), row.epoch(), row.number(), open).array();
        Deque<byte[]> sealed = new ArrayDeque<>();
        for (KeyPurpose purpose : kind.seals().reversed()) {
            byte[] associated = associated(head, purpose, sealed);
            sealed.addFirst(row.seal(purpose, content, associated).sealed());
        }
        return new Envelope(kind, id, row.day(), row.epoch(), row.number(), open, List.copyOf(sealed));
    }

    /** The seal of a purpose. */
    public Seal seal(KeyPurpose purpose) {
        return new Seal(epoch, row, sealed.get(kind.seals().indexOf(purpose)));
    }

    private static final byte[] NOTHING_AFTER = digest(List.of());

    /** What the seal of a purpose is bound to. */
    public byte[] associated(KeyPurpose purpose) {
        int place = kind.seals().indexOf(purpose);
        byte[] head = head(kind, id, day, epoch, row, open).array();
        return associated(head, purpose, sealed.subList(place + 1, sealed.size()));
    }

    /** What the last seal of an envelope is bound to, for a reader that kept the parts and not the envelope. */
    public static byte[] associatedOfLast(EnvelopeKind kind, UUID id, LocalDate day, byte[] open, Seal seal) {
        byte[] head = head(kind, id, day, seal.epoch(), seal.row(), open).array();
        return ByteBuffer.allocate(head.length + 1 + 32)
                .put(head)
                .put((byte) kind.seals().getLast().ordinal())
                .put(NOTHING_AFTER)
                .array();
    }

    private static byte[] digest(Iterable<byte[]> parts) {
        MessageDigest digest = Sha256.ofThread();
        parts.forEach(digest::update);
        return digest.digest();
    }

    private static byte[] associated(byte[] head, KeyPurpose purpose, Iterable<byte[]> sealedAfter) {
        return ByteBuffer.allocate(head.length + 1 + 32)
                .put(head)
                .put((byte) purpose.ordinal())
                .put(digest(sealedAfter))
                .array();
    }

    public byte[] toBytes() {
        int length = sealed.stream().mapToInt(one -> 2 + one.length).sum();
        byte[] head = head(kind, id, day, epoch, row, open).array();
        ByteBuffer buffer = ByteBuffer.allocate(head.length + length).put(head);
        for (byte[] one : sealed) {
            buffer.putShort((short) one.length).put(one);
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
            UUID epoch = new UUID(buffer.getLong(), buffer.getLong());
            int row = buffer.getInt();
            byte[] open = part(buffer);
            List<byte[]> sealed = new ArrayList<>();
            for (int i = 0; i < kind.seals().size(); i++) {
                sealed.add(part(buffer));
            }
            if (buffer.hasRemaining()) {
                throw new MalformedEnvelopeException("more octets than its parts");
            }
            if (row < 0 || row >= Epoch.MOST_ROWS) {
                throw new MalformedEnvelopeException("no row of an epoch");
            }
            return new Envelope(kind, id, day, epoch, row, open, List.copyOf(sealed));
        } catch (BufferUnderflowException cut) {
            throw new MalformedEnvelopeException("cut off");
        }
    }

    private static byte[] part(ByteBuffer buffer) {
        byte[] part = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(part);
        return part;
    }

    private static ByteBuffer head(EnvelopeKind kind, UUID id, LocalDate day, UUID epoch, int row, byte[] open) {
        return ByteBuffer.allocate(HEAD + open.length)
                .put(VERSION)
                .put((byte) kind.number())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt((int) day.toEpochDay())
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putInt(row)
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
