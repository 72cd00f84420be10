package mica.office.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files of a key store, encrypted under its master key: 16 octets "MICA key file 1\n", then the wrapped content,
 * bound to these and to the file's own name with its day, so that one file put in another's place is refused. Threads may
 * share it.
 */
final class KeyFiles {

    private static final byte[] MAGIC = "MICA key file 1\n".getBytes(StandardCharsets.US_ASCII);

    private final KeyFolder folder;
    private final MasterKey master;

    KeyFiles(KeyFolder folder, MasterKey master) {
        this.folder = folder;
        this.master = master;
    }

    KeyFolder folder() {
        return folder;
    }

    static boolean isEncrypted(byte[] file) {
        return file.length >= MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    boolean exists(String name) {
        return folder.exists(name);
    }

    /** @throws IllegalStateException when the file was changed, or is another one's */
    Optional<byte[]> read(String name) {
        return folder.read(name).map(file -> {
            if (!isEncrypted(file)) {
                throw new IllegalStateException("key file " + name + " is not encrypted; it is not this office's");
            }
            return master.unwrap(Arrays.copyOfRange(file, MAGIC.length, file.length), associated(name))
                    .orElseThrow(() -> new IllegalStateException(
                            "key file " + name + " was changed, or is another one put in its place"));
        });
    }

    /** @return false when the file is there already; it stays as it is */
    boolean writeNew(String name, byte[] content) {
        return folder.writeNew(name, encrypted(name, content));
    }

    /** Puts another content in place of a file's and destroys the old one. */
    void replace(String name, byte[] content) {
        folder.exclusively(() -> {
            folder.replace(name, encrypted(name, content));
            return name;
        });
    }

    void destroy(String name) {
        folder.destroy(name);
    }

    private byte[] encrypted(String name, byte[] content) {
        byte[] wrapped = master.wrap(content, associated(name));
        return ByteBuffer.allocate(MAGIC.length + wrapped.length)
                .put(MAGIC)
                .put(wrapped)
                .array();
    }

    private static byte[] associated(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(MAGIC.length + octets.length)
                .put(MAGIC)
                .put(octets)
                .array();
    }
}
