package mica.exchange.envelope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import mica.exchange.seal.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The secret in a mailed link: 160 random bits. Databases keep its hash alone; who holds the link holds the right.
 *
 * <p>A registration has two links. The one that erases is drawn, the one that confirms is a hash of it, and what
 * databases keep is the hash of that: from the link that confirms nobody gets to the one that erases.
 *
 * @param bytes 20 octets
 */
public record LinkToken(byte[] bytes) {

    private static final int LENGTH = 20;
    private static final byte[] CONFIRMS = "mica link that confirms".getBytes(StandardCharsets.US_ASCII);

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

    /** Of the link that erases a registration, the one that confirms it. */
    public LinkToken confirming() {
        MessageDigest digest = Sha256.ofThread();
        digest.update(CONFIRMS);
        return new LinkToken(Arrays.copyOf(digest.digest(bytes), LENGTH));
    }

    /** SHA-256, the name under which databases and directory know the link. */
    public byte[] hash() {
        return Sha256.ofThread().digest(bytes);
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
