package mica.office.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SealKey;
import mica.exchange.seal.SignedSealKey;

/**
 * The private keys, in encrypted files outside every database: one folder a day with a key pair per purpose and the day's
 * mask, and the installation's lasting secrets. Whoever holds a day's folder and the passphrase can open the day; once it
 * is destroyed, nobody can. Private halves never leave; they are used by operations. Threads may share it.
 */
public final class KeyStore {

    private static final String MASK = "MASK";
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vault vault;
    private final KeyFiles files;
    private final KeyEvents events;
    private final SigningKeys signing;
    private volatile Predicate<LocalDate> used = day -> false;

    private KeyStore(Vault vault) {
        this.vault = vault;
        this.files = vault.files();
        this.events = new KeyEvents(files);
        this.signing = new SigningKeys(files, events);
    }

    /**
     * Opens the key store, or makes it.
     *
     * @param folder made when missing, readable by its owner alone
     * @throws LockedKeysException when the passphrase is wrong or the folder is not whole
     */
    public static KeyStore open(Path folder, Passphrase passphrase) {
        return open(folder, passphrase, MasterFile.Cost.USUAL);
    }

    static KeyStore open(Path folder, Passphrase passphrase, MasterFile.Cost cost) {
        return new KeyStore(Vault.open(new KeyFolder(folder), passphrase, cost));
    }

    /**
     * Opens the key store without its passphrase, by two shares of the recovery key; set a new passphrase next.
     *
     * @throws LockedKeysException when the folder is not whole
     */
    public static Recovering recover(Path folder, RecoveryShare one, RecoveryShare other) {
        return Vault.recover(new KeyFolder(folder), one, other, MasterFile.Cost.USUAL);
    }

    /** As opened by a recovery key, which the ledger is told. */
    static KeyStore recovered(Vault vault) {
        KeyStore store = new KeyStore(vault);
        store.events.add(new KeyEvent.KeysRecovered(store.days().size()));
        return store;
    }

    /** Begins to make a recovery key; see {@link Ceremony}. */
    public Ceremony ceremony(LocalDate day) {
        return new Ceremony(vault, events, day);
    }

    /** Opens with another passphrase from the next time on; what was encrypted stays as it is. */
    public void changePassphrase(Passphrase next) {
        events.add(new KeyEvent.PassphraseChanged());
        vault.changePassphrase(next);
    }

    /**
     * Hands on what was done to the keys since the last time, in its order, and forgets it. Of a failure in between, one
     * may be handed on again.
     *
     * @return how many there were
     */
    public int drainEvents(Consumer<KeyEvent> ledger) {
        return events.drain(ledger);
    }

    /** From now on no keys are made for days whose keys were in use. @param used asked when a day has not all its keys */
    public void neverReplace(Predicate<LocalDate> used) {
        this.used = used;
    }

    /** Whether what was sealed for a notice of a day can be opened as far as its keys are concerned. */
    public boolean opens(LocalDate day) {
        return files.exists(maskName(day)) && files.exists(name(day, KeyPurpose.DAY));
    }

    /**
     * Makes the keys of a day where they are missing. What is there stays.
     *
     * @throws KeysMissingException when some are missing that were in use
     */
    public void ensureDay(LocalDate day) {
        if (isWhole(day)) {
            return;
        }
        files.folder().exclusively(() -> {
            if (!isWhole(day)) {
                if (used.test(day)) {
                    throw new KeysMissingException(day);
                }
                events.add(new KeyEvent.DayMade(day));
                make(day);
            }
            return day;
        });
    }

    private boolean isWhole(LocalDate day) {
        return files.exists(maskName(day))
                && Arrays.stream(KeyPurpose.values()).allMatch(purpose -> files.exists(name(day, purpose)));
    }

    private void make(LocalDate day) {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (!files.exists(name(day, purpose))) {
                files.writeNew(name(day, purpose), DayKeyPair.generate().toBytes());
            }
        }
        if (!files.exists(maskName(day))) {
            files.writeNew(maskName(day), randomBytes(32));
        }
    }

    /** To be told when the directory shows the keys of a day anew. */
    public void published(LocalDate day) {
        events.add(new KeyEvent.DayPublished(day));
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
        return files.folder().folders().stream()
                .filter(name -> DAY.matcher(name).matches())
                .map(LocalDate::parse)
                .sorted()
                .toList();
    }

    /** Destroys one key pair of a day for good. */
    public void destroy(LocalDate day, KeyPurpose purpose) {
        if (files.exists(name(day, purpose))) {
            events.add(new KeyEvent.PairDestroyed(day, purpose));
            files.destroy(name(day, purpose));
        }
    }

    /** Destroys all keys of a day for good: what they sealed can never be opened again. */
    public void destroyDay(LocalDate day) {
        if (files.exists(day.toString())) {
            events.add(new KeyEvent.DayDestroyed(day));
            files.destroy(day.toString());
        }
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
