package mica.exchange.seal;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under a key that seals one row. The nonce is the beginning of SHA-256 of the associated data: should a
 * machine be copied while it runs and both copies use the same key, they still never use the same nonce for different
 * rows.
 */
public final class RowCipher {

    /** What a sealed row is longer than its padded content, in octets. */
    public static final int OVERHEAD = 16;

    /** One a thread; each use begins with a key and nonce of its own. */
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(RowCipher::create);

    private RowCipher() {}

    private static Cipher create() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Pads and seals. @param content at most {@link Padding#LONGEST} octets */
    static byte[] seal(byte[] key, byte[] content, byte[] associated) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, associated).doFinal(Padding.pad(content));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealing failed", failed);
        }
    }

    /** The content; empty when key or associated data are others, or the octets were changed. */
    public static Optional<byte[]> open(byte[] key, byte[] sealed, byte[] associated) {
        try {
            return Optional.of(
                    Padding.strip(cipher(Cipher.DECRYPT_MODE, key, associated).doFinal(sealed)));
        } catch (GeneralSecurityException | IllegalArgumentException foreignOrChanged) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] associated) throws GeneralSecurityException {
        byte[] nonce = Sha256.ofThread().digest(associated);
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce, 0, 12));
        cipher.updateAAD(associated);
        return cipher;
    }
}
