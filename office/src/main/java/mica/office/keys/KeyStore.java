package mica.office.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.SignedSealKey;

/**
 * The private keys, in files outside every database: one folder a day with a key pair per purpose and the day's mask,
 * and the installation's lasting secrets. Whoever holds a day's folder can open the day; who destroys it, nobody can.
 * Threads may share it.
 */
public final class KeyStore {

    private static final String MASK = "MASK";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyFiles files;
    private final SigningKeys signing;

    /** @param folder made when missing, readable by its owner alone */
    public KeyStore(Path folder) {
        this.files = new KeyFiles(folder);
        this.signing = new SigningKeys(files);
    }

    /** Makes the keys of a day where they are missing. What is there stays. */
    public void ensureDay(LocalDate day) {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (!files.exists(name(day, purpose))) {
                files.writeNew(name(day, purpose), DayKeyPair.generate().toBytes());
            }
        }
        if (!files.exists(maskName(day))) {
            files.writeNew(maskName(day), randomBytes(32));
        }
    }

    /** The public half; empty when the day has no keys, or none any more. */
    public Optional<SealKey> publicKey(LocalDate day, KeyPurpose purpose) {
        return pair(day, purpose).map(pair -> new SealKey(day, purpose, pair.publicKey()));
    }

    /** The public half, signed, for a time; empty when the day has no keys, or none any more. */
    public Optional<SignedSealKey> signedPublicKey(
            LocalDate day, KeyPurpose purpose, Instant validFrom, Instant validUntil) {
        return publicKey(day, purpose).map(key -> {
            byte[] statement = new KeyStatement(key, validFrom, validUntil).toBytes();
            return new SignedSealKey(day, purpose, statement, signing.sign(KeyStatement.LABEL, statement));
        });
    }

    /** Every day whose folder is there, oldest first. */
    public List<LocalDate> days() {
        return files.folders().stream().map(LocalDate::parse).sorted().toList();
    }

    /** Destroys one key pair of a day for good. */
    public void destroy(LocalDate day, KeyPurpose purpose) {
        files.destroy(name(day, purpose));
    }

    /** Destroys all keys of a day for good: what they sealed can never be opened again. */
    public void destroyDay(LocalDate day) {
        files.destroy(day.toString());
    }

    /** The public half of the key this office signs with; made when first asked for. */
    public OfficeKey signingKey() {
        return signing.current();
    }

    /** The public half of the signing key that is to follow; empty when no change-over is prepared. */
    public Optional<OfficeKey> nextSigningKey() {
        return signing.next();
    }

    /** Makes the signing key that is to follow, for the fronts to be told before it is used. */
    public OfficeKey prepareNextSigningKey() {
        return signing.makeNext();
    }

    /** Signs with the prepared key from now on; the one before is destroyed. @return false when none is prepared */
    public boolean changeSigningKey() {
        return signing.changeOver();
    }

    /**
     * Signs with the office's key; {@link OfficeKey#signed} checks it.
     *
     * @param label what kind of statement the content is; one kind, one label, in ASCII
     */
    public byte[] sign(String label, byte[] content) {
        return signing.sign(label, content);
    }

    Optional<byte[]> mask(LocalDate day) {
        return files.read(maskName(day));
    }

    /** A lasting secret of this installation, 32 octets, made when first asked for. */
    byte[] secret(String name) {
        String file = name + ".secret";
        return files.read(file).orElseGet(() -> {
            files.writeNew(file, randomBytes(32));
            return files.read(file).orElseThrow();
        });
    }

    /** The seed of an epoch; empty when the day's key is gone, or the seed was wrapped to another key or changed. */
    Optional<byte[]> unwrap(LocalDate day, KeyPurpose purpose, byte[] wrap, byte[] context) {
        return pair(day, purpose).flatMap(pair -> pair.unwrap(wrap, context));
    }

    private Optional<DayKeyPair> pair(LocalDate day, KeyPurpose purpose) {
        return files.read(name(day, purpose)).map(DayKeyPair::fromBytes);
    }

    private static String name(LocalDate day, KeyPurpose purpose) {
        return day + "/" + purpose.name();
    }

    private static String maskName(LocalDate day) {
        return day + "/" + MASK;
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
