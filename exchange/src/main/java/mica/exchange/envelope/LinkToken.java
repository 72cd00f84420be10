package mica.exchange.envelope;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The secret in a mailed link: 160 random bits. Databases keep its hash alone; who holds the link holds the right.
 *
 * @param bytes 20 octets
 */
public record LinkToken(byte[] bytes) {

    private static final int LENGTH = 20;

    public LinkToken {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a link token has 20 octets");
        }
    }

    public static LinkToken random(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new LinkToken(bytes);
    }

    /** Reads the token of an address line; empty when it cannot be one. */
    public static Optional<LinkToken> read(@Nullable String text) {
        if (text == null || text.length() != 2 * LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LinkToken(HexFormat.of().parseHex(text)));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /** SHA-256, the name under which databases and directory know the link. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** For the address line: 40 hexadecimal digits. */
    public String text() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkToken token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "LinkToken[…]";
    }
}
