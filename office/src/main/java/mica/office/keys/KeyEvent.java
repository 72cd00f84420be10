package mica.office.keys;

import java.time.LocalDate;
import java.util.HexFormat;
import mica.exchange.seal.KeyPurpose;

/** What is done to the keys, for the ledger. Written down before it is done, so that nothing is done unwritten. */
public sealed interface KeyEvent {

    /** The keys of a day are made. */
    record DayMade(LocalDate day) implements KeyEvent {}

    /** The public halves of a day are published, for the first time or with another signature. */
    record DayPublished(LocalDate day) implements KeyEvent {}

    /** One key pair of a day is destroyed, before the others. */
    record PairDestroyed(LocalDate day, KeyPurpose purpose) implements KeyEvent {}

    /** All keys of a day are destroyed. */
    record DayDestroyed(LocalDate day) implements KeyEvent {}

    /** @param hash SHA-256 of the public half */
    record SigningKeyMade(String hash) implements KeyEvent {}

    record PassphraseChanged() implements KeyEvent {}

    /**
     * A recovery key was split; the one before is void.
     *
     * @param hash SHA-256 that tells ceremonies apart
     */
    record CeremonyHeld(String hash, int shares) implements KeyEvent {}

    /** The keys of so many days were opened by a recovery key. */
    record KeysRecovered(int days) implements KeyEvent {}

    /** One line. */
    default String text() {
        return switch (this) {
            case DayMade made -> "made " + made.day();
            case DayPublished published -> "published " + published.day();
            case PairDestroyed destroyed -> "pair-destroyed " + destroyed.day() + " " + destroyed.purpose();
            case DayDestroyed destroyed -> "destroyed " + destroyed.day();
            case SigningKeyMade made -> "signing-key " + made.hash();
            case PassphraseChanged changed -> "passphrase";
            case CeremonyHeld held -> "ceremony " + held.hash() + " " + held.shares();
            case KeysRecovered recovered -> "recovered " + recovered.days();
        };
    }

    /** @throws IllegalArgumentException when it is no such line */
    static KeyEvent read(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "made" -> new DayMade(LocalDate.parse(words[1]));
            case "published" -> new DayPublished(LocalDate.parse(words[1]));
            case "pair-destroyed" -> new PairDestroyed(LocalDate.parse(words[1]), KeyPurpose.valueOf(words[2]));
            case "destroyed" -> new DayDestroyed(LocalDate.parse(words[1]));
            case "signing-key" -> new SigningKeyMade(words[1]);
            case "passphrase" -> new PassphraseChanged();
            case "ceremony" -> new CeremonyHeld(words[1], Integer.parseInt(words[2]));
            case "recovered" -> new KeysRecovered(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException("no such event of keys: " + words[0]);
        };
    }

    /** As the ledger writes hashes. */
    static String hash(byte[] octets) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
