package mica.office.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import mica.exchange.seal.Hpke;
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
                files.writeNew(name(day, purpose), newKeyPair());
            }
        }
        if (!files.exists(maskName(day))) {
            files.writeNew(maskName(day), randomBytes(32));
        }
    }

    /** The public half; empty when the day has no keys, or none any more. */
    public Optional<SealKey> publicKey(LocalDate day, KeyPurpose purpose) {
        return pair(day, purpose).map(pair -> new SealKey(day, purpose, java.util.Arrays.copyOf(pair, 32)));
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

    @AccessesPartialKey
    Optional<HpkePrivateKey> privateKey(LocalDate day, KeyPurpose purpose) {
        return pair(day, purpose).map(pair -> {
            try {
                HpkePublicKey publicKey = HpkePublicKey.create(Hpke.parameters(), Bytes.copyFrom(pair, 0, 32), null);
                return HpkePrivateKey.create(
                        publicKey,
                        SecretBytes.copyFrom(
                                java.util.Arrays.copyOfRange(pair, 32, 64), InsecureSecretKeyAccess.get()));
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("broken key file of " + day + " " + purpose, broken);
            }
        });
    }

    /** Public and private half, 32 octets each. */
    @AccessesPartialKey
    private static byte[] newKeyPair() {
        try {
            HybridConfig.register();
            HpkePrivateKey key = (HpkePrivateKey)
                    KeysetHandle.generateNew(Hpke.parameters()).getPrimary().getKey();
            byte[] pair = new byte[64];
            System.arraycopy(key.getPublicKey().getPublicKeyBytes().toByteArray(), 0, pair, 0, 32);
            System.arraycopy(key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()), 0, pair, 32, 32);
            return pair;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Optional<byte[]> pair(LocalDate day, KeyPurpose purpose) {
        return files.read(name(day, purpose));
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
