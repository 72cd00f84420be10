package mica.office.keys;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The making of a recovery key in three shares, of which two open the keys without the passphrase. Valid only when two of
 * the shares were typed back from paper; until then, and if it is given up, the one before stays valid. The key itself is
 * nowhere but in this object. One thread.
 */
public final class Ceremony {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What became of typing two shares back. */
    public enum Outcome {
        /** From now on these shares open the keys, and those of an earlier ceremony do not. */
        VALID,
        SAME_SHARE,
        OTHER_CEREMONY,
        /** Each fits its checksum, both together give another key. */
        WRONG
    }

    private final Vault vault;
    private final KeyEvents events;
    private final LocalDate day;
    private final int number = RANDOM.nextInt();
    private final MasterKey recovery;
    private final List<RecoveryShare> shares;

    Ceremony(Vault vault, KeyEvents events, LocalDate day) {
        this.vault = vault;
        this.events = events;
        this.day = day;
        byte[] key = new byte[MasterKey.LENGTH];
        RANDOM.nextBytes(key);
        this.recovery = new MasterKey(key);
        List<byte[]> split = Shamir.split(key, RANDOM);
        this.shares = IntStream.rangeClosed(1, Shamir.SHARES)
                .mapToObj(share -> new RecoveryShare(number, share, split.get(share - 1)))
                .toList();
    }

    /** For three sheets of paper, and nothing else. */
    public List<RecoveryShare> shares() {
        return shares;
    }

    /** As sheets show it. */
    public String name() {
        return shares.getFirst().ceremonyName();
    }

    public LocalDate day() {
        return day;
    }

    /** Makes the recovery key valid if the shares give it back. */
    public Outcome complete(RecoveryShare one, RecoveryShare other) {
        if (one.ceremony() != number || other.ceremony() != number) {
            return Outcome.OTHER_CEREMONY;
        }
        if (one.number() == other.number()) {
            return Outcome.SAME_SHARE;
        }
        RecoveryFile file = vault.wrappedFor(recovery, number, day);
        if (file.unwrap(recoveryKey(one, other)).isEmpty()) {
            return Outcome.WRONG;
        }
        events.add(new KeyEvent.CeremonyHeld(KeyEvent.hash(file.toBytes()), Shamir.SHARES));
        vault.keep(file);
        return Outcome.VALID;
    }

    static MasterKey recoveryKey(RecoveryShare one, RecoveryShare other) {
        return new MasterKey(Shamir.combine(one.number(), one.octets(), other.number(), other.octets()));
    }
}
