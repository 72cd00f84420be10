package mica.office.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key of 256 bits that wraps others: AES-256-GCM with a random nonce, bound to what the content belongs to.
 * Threads may share it.
 */
final class MasterKey {

    static final int LENGTH = 32;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /** What a wrapped content is longer than the content. */
    static final int OVERHEAD = NONCE + TAG;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    MasterKey(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("not 32 octets");
        }
        this.key = key.clone();
    }

    static MasterKey random() {
        byte[] key = new byte[LENGTH];
        RANDOM.nextBytes(key);
        return new MasterKey(key);
    }

    /** Nonce (12), ciphertext, tag (16). */
    byte[] wrap(byte[] content, byte[] associated) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            return ByteBuffer.allocate(content.length + OVERHEAD)
                    .put(nonce)
                    .put(cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(content))
                    .array();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The content; empty when it was wrapped by another key, belongs elsewhere or was changed. */
    Optional<byte[]> unwrap(byte[] wrapped, byte[] associated) {
        if (wrapped.length < OVERHEAD) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(wrapped, NONCE);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, associated).doFinal(wrapped, NONCE, wrapped.length - NONCE));
        } catch (GeneralSecurityException foreignOrChanged) {
            return Optional.empty();
        }
    }

    /** This key, wrapped by another. */
    byte[] wrappedBy(MasterKey other, byte[] associated) {
        return other.wrap(key, associated);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** Never its octets. */
    @Override
    public String toString() {
        return "MasterKey";
    }
}
