package mica.exchange.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.internal.HpkeEncrypt;
import com.google.crypto.tink.util.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Gives the seed of an epoch to the holder of a day's key and to nobody else: HPKE with X25519 beside ML-KEM-768, so that
 * both must be broken to learn it. The seed is HKDF-SHA256 over both secrets and over everything that was sent, as a
 * hybrid's combiner must be (NIST SP 800-227, 4.6.2). Layout and test vectors stand in docs/security.md.
 */
public final class HybridWrap {

    /** An X25519 key and an ML-KEM-768 encapsulation key, in octets. */
    public static final int PUBLIC_KEY = 32 + 1_184;

    /** The HPKE part: encapsulated key, sealed secret, tag. */
    public static final int HPKE_PART = 32 + 32 + 16;

    /** A wrap: HPKE part, then the ML-KEM-768 ciphertext. */
    public static final int LENGTH = HPKE_PART + 1_088;

    /** An ML-KEM-768 public key's SubjectPublicKeyInfo up to the key's own octets (RFC 9935). */
    private static final byte[] ML_KEM_HEAD = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private static final byte[] SALT = "mica epoch seed 2".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "mica wrap 2".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A fresh seed, and what tells it to the key's holder. */
    record Wrapped(byte[] wrap, byte[] seed) {}

    private HybridWrap() {}

    /** What a wrap is bound to: the day, the purpose, the epoch. */
    public static byte[] context(LocalDate day, KeyPurpose purpose, UUID epoch) {
        return ByteBuffer.allocate(CONTEXT.length + 4 + 1 + 16)
                .put(CONTEXT)
                .putInt((int) day.toEpochDay())
                .put((byte) purpose.ordinal())
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .array();
    }

    /** @throws IllegalArgumentException when the key's octets are none */
    @AccessesPartialKey
    static Wrapped wrap(SealKey key, UUID epoch) {
        byte[] context = context(key.day(), key.purpose(), epoch);
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        try {
            byte[] octets = key.publicKey();
            if (octets.length != PUBLIC_KEY) {
                throw new IllegalArgumentException("not a public key: " + key);
            }
            HpkePublicKey hpkeKey = HpkePublicKey.create(Hpke.parameters(), Bytes.copyFrom(octets, 0, 32), null);
            byte[] hpke = HpkeEncrypt.create(hpkeKey).encrypt(secret, context);
            KEM.Encapsulated encapsulated = KEM.getInstance("ML-KEM-768")
                    .newEncapsulator(mlKemKey(octets))
                    .encapsulate();
            byte[] wrap = ByteBuffer.allocate(LENGTH)
                    .put(hpke)
                    .put(encapsulated.encapsulation())
                    .array();
            return new Wrapped(wrap, seed(secret, encapsulated.key().getEncoded(), context, wrap));
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalArgumentException("not a public key: " + key, wrongKey);
        }
    }

    /**
     * The seed, from the two secrets of a wrap; 32 octets.
     *
     * @param hpkeSecret 32 octets that HPKE carried
     * @param mlKemSecret 32 octets that ML-KEM agreed on
     */
    public static byte[] seed(byte[] hpkeSecret, byte[] mlKemSecret, byte[] context, byte[] wrap)
            throws GeneralSecurityException {
        byte[] info = ByteBuffer.allocate(context.length + wrap.length)
                .put(context)
                .put(wrap)
                .array();
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addSalt(SALT)
                        .addIKM(hpkeSecret)
                        .addIKM(mlKemSecret)
                        .thenExpand(info, 32));
    }

    private static PublicKey mlKemKey(byte[] publicKey) throws GeneralSecurityException {
        byte[] encoded = ByteBuffer.allocate(ML_KEM_HEAD.length + PUBLIC_KEY - 32)
                .put(ML_KEM_HEAD)
                .put(publicKey, 32, PUBLIC_KEY - 32)
                .array();
        return KeyFactory.getInstance("ML-KEM-768").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
