package mica.exchange.directory;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.Padding;

/**
 * Seals an answer of the office so that only the holder of a link can read it. The directory, and so the front and
 * whoever steals it, holds noise until the holder shows the link. AES-256-GCM under HKDF-SHA256 of the token.
 */
public final class ReplySeal {

    private static final int NONCE = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private ReplySeal() {}

    public static byte[] seal(LinkToken token, byte[] content) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, token, nonce);
            byte[] sealed = cipher.doFinal(Padding.pad(content));
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealing failed", failed);
        }
    }

    /** The content, or nothing when the token is another one or the octets were changed. */
    public static Optional<byte[]> open(LinkToken token, byte[] sealed) {
        if (sealed.length <= NONCE) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE];
        System.arraycopy(sealed, 0, nonce, 0, NONCE);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, token, nonce);
            return Optional.of(Padding.strip(cipher.doFinal(sealed, NONCE, sealed.length - NONCE)));
        } catch (GeneralSecurityException wrongTokenOrChanged) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, LinkToken token, byte[] nonce) throws GeneralSecurityException {
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(token.bytes())
                                .thenExpand("mica reply 1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        return cipher;
    }
}
