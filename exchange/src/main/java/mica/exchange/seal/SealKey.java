package mica.exchange.seal;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * The public half of a day's key pair, as the directory shows it.
 *
 * @param day the day, in the authority's time zone, whose check-ins it seals
 * @param publicKey {@link HybridWrap#PUBLIC_KEY} octets: X25519 (RFC 7748), then the ML-KEM-768 encapsulation key (FIPS
 *     203)
 */
public record SealKey(LocalDate day, KeyPurpose purpose, byte[] publicKey) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SealKey key
                && day.equals(key.day)
                && purpose == key.purpose
                && Arrays.equals(publicKey, key.publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * day.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return "SealKey[" + day + " " + purpose + "]";
    }
}
