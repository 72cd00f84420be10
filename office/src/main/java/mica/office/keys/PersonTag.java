package mica.office.keys;

import java.nio.ByteBuffer;

/** Tells whether two visits were one person's, and nothing else of them. Kept in memory only. */
public record PersonTag(long high, long low) {

    static PersonTag of(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new PersonTag(buffer.getLong(), buffer.getLong());
    }

    byte[] octets() {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    }
}
