package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file {@code recovery}: the master key under the recovery key of the last ceremony.
 *
 * <pre>
 * octet  0..15  "MICA recovery 1\n"
 *       16..19  ceremony
 *       20..23  its day, days since 1970-01-01
 *       24..    wrapped master key, bound to all before
 * </pre>
 */
record RecoveryFile(int ceremony, LocalDate day, byte[] head, byte[] wrapped) {

    private static final byte[] MAGIC = "MICA recovery 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = MAGIC.length + 8;

    static RecoveryFile wrap(MasterKey master, MasterKey recovery, int ceremony, LocalDate day) {
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(MAGIC)
                .putInt(ceremony)
                .putInt((int) day.toEpochDay())
                .array();
        return new RecoveryFile(ceremony, day, head, master.wrappedBy(recovery, head));
    }

    /** @throws LockedKeysException when it is none */
    static RecoveryFile read(byte[] file) {
        if (file.length < HEAD || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new LockedKeysException("the file of the recovery key is broken or of another version");
        }
        ByteBuffer numbers = ByteBuffer.wrap(file, MAGIC.length, 8);
        return new RecoveryFile(
                numbers.getInt(),
                LocalDate.ofEpochDay(numbers.getInt()),
                Arrays.copyOf(file, HEAD),
                Arrays.copyOfRange(file, HEAD, file.length));
    }

    Optional<MasterKey> unwrap(MasterKey recovery) {
        return recovery.unwrap(wrapped, head).map(MasterKey::new);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(head.length + wrapped.length)
                .put(head)
                .put(wrapped)
                .array();
    }
}
