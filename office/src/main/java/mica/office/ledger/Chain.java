package mica.office.ledger;

import java.util.Arrays;
import java.util.Optional;

/** Walks the ledger from a known entry on, one entry at a time, and tells the first that does not fit. For one thread. */
final class Chain {

    static final byte[] BEGINNING = new byte[32];

    private long number;
    private byte[] hash;

    /** @param number the last entry that is known to be right; 0 for none */
    Chain(long number, byte[] hash) {
        this.number = number;
        this.hash = hash.clone();
    }

    static Chain fromTheBeginning() {
        return new Chain(0, BEGINNING);
    }

    /** Goes on by an entry; when it does not fit, answers why, and stays. */
    Optional<Verification.Broken> next(Chained entry) {
        long expected = number + 1;
        if (entry.number() != expected) {
            return Optional.of(new Verification.Broken(expected, expected, Flaw.MISSING, false));
        }
        if (!Arrays.equals(entry.previousHash(), hash)) {
            return Optional.of(new Verification.Broken(expected, expected, Flaw.OUT_OF_PLACE, false));
        }
        if (!Arrays.equals(entry.hash(), entry.recomputedHash())) {
            return Optional.of(new Verification.Broken(expected, expected, Flaw.CHANGED, false));
        }
        number = expected;
        hash = entry.hash();
        return Optional.empty();
    }

    /** The last entry that fits. */
    long number() {
        return number;
    }

    byte[] hash() {
        return hash.clone();
    }
}
