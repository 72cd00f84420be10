package mica.exchange.seal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A sealed content with the place of its key: which epoch, which row of it.
 *
 * @param row from 0
 */
public record Seal(UUID epoch, int row, byte[] sealed) {

    private static final int HEAD = 16 + 4;

    /** As a row of the office keeps it: epoch (16), row (4), sealed content. */
    public byte[] toBytes() {
        return place(HEAD + sealed.length).put(sealed).array();
    }

    /** The seal of those octets; empty when they are cut off. */
    public static Optional<Seal> fromBytes(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            UUID epoch = new UUID(buffer.getLong(), buffer.getLong());
            int row = buffer.getInt();
            return Optional.of(new Seal(epoch, row, Arrays.copyOfRange(bytes, HEAD, bytes.length)));
        } catch (BufferUnderflowException cut) {
            return Optional.empty();
        }
    }

    /** The content, with the epoch's seed; empty when it was sealed otherwise or changed. */
    public Optional<byte[]> open(byte[] seed, byte[] associated) {
        try {
            return RowCipher.open(SecretTree.key(seed, row), sealed, bound(epoch, row, associated));
        } catch (IllegalArgumentException noSuchRow) {
            return Optional.empty();
        }
    }

    /** What the cipher authenticates: the given octets, and the place of the key. */
    static byte[] bound(UUID epoch, int row, byte[] associated) {
        return new Seal(epoch, row, associated).toBytes();
    }

    private ByteBuffer place(int length) {
        return ByteBuffer.allocate(length)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putInt(row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seal seal && Arrays.equals(toBytes(), seal.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sealed);
    }

    @Override
    public String toString() {
        return "Seal[" + epoch + " " + row + "]";
    }
}
