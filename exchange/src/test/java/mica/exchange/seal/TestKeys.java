package mica.exchange.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KEM;

/**
 * A day's key pair for tests, and its opening by {@link ReferenceHpke}: what the office must be able to do, written a
 * second time.
 */
public record TestKeys(byte[] publicKey, byte[] x25519, byte[] mlKem) {

    /** A fresh pair. */
    public static TestKeys generate() {
        try {
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            KeyPair kem = KeyPairGenerator.getInstance("ML-KEM-768").generateKeyPair();
            byte[] info = kem.getPublic().getEncoded();
            byte[] publicKey = ByteBuffer.allocate(HybridWrap.PUBLIC_KEY)
                    .put(ReferenceHpke.publicKey(secret))
                    .put(info, info.length - 1_184, 1_184)
                    .array();
            return new TestKeys(publicKey, secret, kem.getPrivate().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public SealKey key(LocalDate day, KeyPurpose purpose) {
        return new SealKey(day, purpose, publicKey);
    }

    /** @throws IllegalStateException when the wrap was made for another key, or for something else */
    public byte[] unwrap(LocalDate day, KeyPurpose purpose, UUID epoch, byte[] wrap) {
        try {
            byte[] context = HybridWrap.context(day, purpose, epoch);
            byte[] enc = Arrays.copyOf(wrap, 32);
            ReferenceHpke.Context hpke = ReferenceHpke.receive(enc, x25519, Arrays.copyOf(publicKey, 32), context, 32);
            byte[] secret = ReferenceHpke.cipher(
                    Cipher.DECRYPT_MODE, hpke, Arrays.copyOfRange(wrap, 32, HybridWrap.HPKE_PART), new byte[0]);
            PrivateKey privateKey =
                    KeyFactory.getInstance("ML-KEM-768").generatePrivate(new PKCS8EncodedKeySpec(mlKem));
            byte[] shared = KEM.getInstance("ML-KEM-768")
                    .newDecapsulator(privateKey)
                    .decapsulate(Arrays.copyOfRange(wrap, HybridWrap.HPKE_PART, wrap.length))
                    .getEncoded();
            return HybridWrap.seed(secret, shared, context, wrap);
        } catch (GeneralSecurityException foreign) {
            throw new IllegalStateException(foreign);
        }
    }
}
