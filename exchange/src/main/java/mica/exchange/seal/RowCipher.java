package mica.exchange.seal;

import java.security.GeneralSecurityException;
import java.security.Provider;
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

    private static final String AES_GCM = "AES/GCM/NoPadding";

    /** Found once: to look for it anew takes as long as to seal. A cipher itself is not kept: it would keep a row's key. */
    private static final Provider PROVIDER = provider();

    private RowCipher() {}

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
        Cipher cipher = Cipher.getInstance(AES_GCM, PROVIDER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce, 0, 12));
        cipher.updateAAD(associated);
        return cipher;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(AES_GCM).getProvider();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
