package mica.exchange.seal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The public half of the key with which an office signs what it publishes: Ed25519 (RFC 8032), written in one line as
 * {@code ed25519:} and 43 characters of base64url. Fronts are told it by their operator and never by the exchange.
 *
 * @param octets 32, as in RFC 8032, 5.1.2
 */
public record OfficeKey(byte[] octets) {

    /** Octets of a signature. */
    public static final int SIGNATURE = 64;

    private static final String PREFIX = "ed25519:";
    private static final int LENGTH = 32;

    public OfficeKey {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("not 32 octets");
        }
    }

    /** Reads a line as {@link #toString} writes it; empty when it is none. */
    public static Optional<OfficeKey> read(String line) {
        String stripped = line.strip();
        if (!stripped.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            OfficeKey key = new OfficeKey(Base64.getUrlDecoder().decode(stripped.substring(PREFIX.length())));
            // One key has one line: bits that base64 leaves over must be zero.
            return key.toString().equals(stripped) ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /**
     * Whether this key made the signature.
     *
     * @param label what kind of statement the content is; a signature under one label is none under another
     */
    public boolean signed(String label, byte[] content, byte[] signature) {
        if (signature.length != SIGNATURE) {
            return false;
        }
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(publicKey());
            verification.update(labelled(label, content));
            return verification.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** What is signed: the label in ASCII, a zero octet, the content. */
    public static byte[] labelled(String label, byte[] content) {
        byte[] ascii = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(ascii.length + 1 + content.length)
                .put(ascii)
                .put((byte) 0)
                .put(content)
                .array();
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = octets[LENGTH - 1 - i];
        }
        // The top bit says which of the two x belongs to this y (RFC 8032, 5.1.2).
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OfficeKey key && Arrays.equals(octets, key.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The line to copy into a front's settings. */
    @Override
    public String toString() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
