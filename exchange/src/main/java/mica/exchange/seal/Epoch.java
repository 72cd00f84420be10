package mica.exchange.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A short stretch of sealing: one wrapped seed for each of the day's keys, then a key for every row, forgotten as soon as
 * it was used. What an epoch sealed it cannot open. Threads may share it.
 *
 * <p>The expensive public-key work is done once an epoch; a row costs a few hashes and one AES-256-GCM a seal.
 */
public final class Epoch {

    /** Rows before a new epoch must begin. */
    public static final int MOST_ROWS = 10_000;

    private static final byte[] PROOF = "mica epoch proof 2".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID id;
    private final LocalDate day;
    private final Map<KeyPurpose, byte[]> wraps = new EnumMap<>(KeyPurpose.class);
    private final Map<KeyPurpose, SecretTree> trees = new EnumMap<>(KeyPurpose.class);
    private final byte[] proofKey;
    private int rows;

    private Epoch(UUID id, LocalDate day, byte[] proofKey) {
        this.id = id;
        this.day = day;
        this.proofKey = proofKey;
    }

    /**
     * Begins an epoch.
     *
     * @param keys of one day, FORM among them
     * @throws IllegalArgumentException when one is no key
     */
    public static Epoch begin(LocalDate day, Collection<SealKey> keys) {
        UUID id = new UUID(RANDOM.nextLong(), RANDOM.nextLong());
        Map<KeyPurpose, HybridWrap.Wrapped> wrapped = new EnumMap<>(KeyPurpose.class);
        for (SealKey key : keys) {
            if (!key.day().equals(day)) {
                throw new IllegalArgumentException("a key of another day: " + key);
            }
            wrapped.put(key.purpose(), HybridWrap.wrap(key, id));
        }
        HybridWrap.Wrapped form = wrapped.get(KeyPurpose.FORM);
        if (form == null) {
            throw new IllegalArgumentException("an epoch needs the FORM key");
        }
        Epoch epoch = new Epoch(id, day, proofKey(form.seed()));
        wrapped.forEach((purpose, one) -> {
            epoch.wraps.put(purpose, one.wrap());
            epoch.trees.put(purpose, new SecretTree(one.seed()));
        });
        return epoch;
    }

    public UUID id() {
        return id;
    }

    public LocalDate day() {
        return day;
    }

    /** The wrapped seed for the holder of a purpose's key. */
    public byte[] wrap(KeyPurpose purpose) {
        byte[] wrap = wraps.get(purpose);
        if (wrap == null) {
            throw new IllegalArgumentException("this epoch has no key for " + purpose);
        }
        return wrap;
    }

    /** Proves to the holder of the FORM key that the octets are this epoch's own. */
    public byte[] proof(byte[] announced) {
        return hmac(proofKey, announced);
    }

    /** The proof that the given octets must have, for the holder of the FORM seed. */
    public static byte[] proof(byte[] formSeed, byte[] announced) {
        return hmac(proofKey(formSeed), announced);
    }

    /** The next row; empty when the epoch is full. */
    public synchronized Optional<EpochRow> next(List<KeyPurpose> purposes) {
        if (rows == MOST_ROWS) {
            return Optional.empty();
        }
        int row = rows++;
        Map<KeyPurpose, byte[]> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : purposes) {
            SecretTree tree = trees.get(purpose);
            if (tree == null) {
                throw new IllegalArgumentException("this epoch has no key for " + purpose);
            }
            keys.put(purpose, tree.key(row));
        }
        return Optional.of(new EpochRow(this, row, keys));
    }

    /** Ends the epoch: the keys of rows to come are overwritten too. */
    public synchronized void end() {
        rows = MOST_ROWS;
        trees.values().forEach(SecretTree::destroy);
    }

    /** One row's keys. Each seals once. For one thread. */
    public static final class EpochRow {

        private final Epoch epoch;
        private final int number;
        private final Map<KeyPurpose, byte[]> keys;

        private EpochRow(Epoch epoch, int number, Map<KeyPurpose, byte[]> keys) {
            this.epoch = epoch;
            this.number = number;
            this.keys = keys;
        }

        public UUID epoch() {
            return epoch.id;
        }

        public LocalDate day() {
            return epoch.day;
        }

        public int number() {
            return number;
        }

        /**
         * Seals, and forgets the key.
         *
         * @param content at most {@link Padding#LONGEST} octets
         * @param associated what the seal is bound to; the same octets are needed to open
         * @throws IllegalArgumentException when this row has no key for the purpose, or none any more
         */
        public Seal seal(KeyPurpose purpose, byte[] content, byte[] associated) {
            byte[] key = keys.remove(purpose);
            if (key == null) {
                throw new IllegalArgumentException("this row has no key for " + purpose);
            }
            byte[] sealed = RowCipher.seal(key, content, Seal.bound(epoch.id, number, associated));
            java.util.Arrays.fill(key, (byte) 0);
            return new Seal(epoch.id, number, sealed);
        }
    }

    private static byte[] proofKey(byte[] formSeed) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(formSeed).thenExpand(PROOF, 32));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
