package mica.office.keys;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The file {@code master}: the master key under a passphrase, by Argon2id (RFC 9106) and AES-256-GCM.
 *
 * <pre>
 * octet  0..15  "MICA master   1\n"
 *       16      1: Argon2id, version 1.3
 *       17..20  memory in KiB
 *       21..24  passes
 *       25..28  lanes
 *       29..44  salt
 *       45..    wrapped master key, bound to all before
 * </pre>
 */
final class MasterFile {

    private static final byte[] NAME = "MICA master   1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC = 16;
    private static final byte ARGON2ID = 1;
    private static final int SALT = 16;
    private static final int HEAD = MAGIC + 13 + SALT;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What an attempt costs. */
    record Cost(int memoryKib, int passes, int lanes) {

        /**
         * RFC 9106, 4, second recommended option: 64 MiB, three passes, four lanes; above OWASP's least of 19 MiB and two
         * passes. About half a second here, at a start or a command and never while serving.
         */
        static final Cost USUAL = new Cost(65_536, 3, 4);

        /** A changed file must not make the office reserve all memory or never start. */
        boolean isSane() {
            return memoryKib >= 8 && memoryKib <= 4_194_304 && passes >= 1 && passes <= 64 && lanes >= 1 && lanes <= 64;
        }
    }

    private MasterFile() {}

    static byte[] wrap(MasterKey master, Passphrase passphrase, Cost cost) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        byte[] head = ByteBuffer.allocate(HEAD)
                .put(NAME)
                .put(ARGON2ID)
                .putInt(cost.memoryKib())
                .putInt(cost.passes())
                .putInt(cost.lanes())
                .put(salt)
                .array();
        byte[] wrapped = master.wrappedBy(derive(passphrase, salt, cost), head);
        return ByteBuffer.allocate(HEAD + wrapped.length).put(head).put(wrapped).array();
    }

    /** Empty when the passphrase is another one, or the file was changed. @throws LockedKeysException when it is none */
    static Optional<MasterKey> unwrap(byte[] file, Passphrase passphrase) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(file);
            byte[] magic = new byte[MAGIC];
            buffer.get(magic);
            byte derivation = buffer.get();
            Cost cost = new Cost(buffer.getInt(), buffer.getInt(), buffer.getInt());
            byte[] salt = new byte[SALT];
            buffer.get(salt);
            if (!Arrays.equals(magic, NAME) || derivation != ARGON2ID || !cost.isSane()) {
                throw new LockedKeysException("the file of the master key is broken or of another version");
            }
            byte[] head = Arrays.copyOf(file, HEAD);
            return derive(passphrase, salt, cost)
                    .unwrap(Arrays.copyOfRange(file, HEAD, file.length), head)
                    .map(MasterKey::new);
        } catch (BufferUnderflowException cut) {
            throw new LockedKeysException("the file of the master key is cut off");
        }
    }

    private static MasterKey derive(Passphrase passphrase, byte[] salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] key = new byte[MasterKey.LENGTH];
        generator.generateBytes(passphrase.octets(), key);
        return new MasterKey(key);
    }
}
