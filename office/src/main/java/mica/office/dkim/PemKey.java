package mica.office.dkim;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a private key in PEM (RFC 7468), as OpenSSL writes it. */
final class PemKey {

    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z ]{0,20})PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");

    /** Version and algorithm of PKCS #8 for RSA (RFC 5208, RFC 3279). */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PemKey() {}

    /** @throws IllegalArgumentException when there is no key without a passphrase in it */
    static PrivateKey read(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("no private key in PEM without a passphrase");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        byte[] key = switch (block.group(1)) {
            case "" -> der;
            case "RSA " -> enclosed(0x30, RSA, enclosed(0x04, der));
            default ->
                throw new IllegalArgumentException("a private key that is neither RSA nor Ed25519, or encrypted");
        };
        for (String kind : List.of("RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(key));
            } catch (GeneralSecurityException other) {
                continue;
            }
        }
        throw new IllegalArgumentException("a private key that is neither RSA nor Ed25519");
    }

    /** One element of DER. */
    private static byte[] enclosed(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer element = ByteBuffer.allocate(length + 4);
        element.put((byte) tag).put((byte) 0x82).putShort((short) length);
        for (byte[] part : parts) {
            element.put(part);
        }
        return element.array();
    }
}
