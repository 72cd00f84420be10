package mica.exchange.seal;

import java.time.LocalDate;

/**
 * A day's public key as the directory shows it: the statement exactly as it was signed, and the signature, neither of
 * them checked yet. Only who has checked the signature may read the statement.
 *
 * @param day under which day it was published; what was signed may differ
 * @param purpose under which purpose it was published; what was signed may differ
 * @param statement {@link KeyStatement#toBytes}
 * @param signature Ed25519, 64 octets
 */
public record SignedSealKey(LocalDate day, KeyPurpose purpose, byte[] statement, byte[] signature) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedSealKey key
                && day.equals(key.day)
                && purpose == key.purpose
                && java.util.Arrays.equals(statement, key.statement)
                && java.util.Arrays.equals(signature, key.signature);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
        return "SignedSealKey[" + day + " " + purpose + "]";
    }
}
