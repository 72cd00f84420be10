package mica.exchange.seal;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * HPKE's base mode with X25519, HKDF-SHA256 and AES-GCM, written from RFC 9180 alone over the JDK: a second opinion on
 * what the product's library does. Not for use: nothing here is hardened.
 */
public final class ReferenceHpke {

    private static final byte[] NOTHING = new byte[0];

    /** The keys of one context. */
    public record Context(byte[] sharedSecret, byte[] key, byte[] baseNonce) {}

    private ReferenceHpke() {}

    /** @param aeadKey length of the AEAD's key in octets: 16 or 32 */
    public static Context receive(byte[] enc, byte[] privateKey, byte[] publicKey, byte[] info, int aeadKey)
            throws GeneralSecurityException {
        return context(agree(privateKey, enc), enc, publicKey, info, aeadKey);
    }

    /** @param ephemeral the sender's private key, otherwise drawn at random */
    public static Context send(byte[] ephemeral, byte[] publicKey, byte[] info, int aeadKey)
            throws GeneralSecurityException {
        return context(agree(ephemeral, publicKey), publicKey(ephemeral), publicKey, info, aeadKey);
    }

    /** The first message of a context. */
    public static byte[] cipher(int mode, Context context, byte[] octets, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(context.key(), "AES"), new GCMParameterSpec(128, context.baseNonce()));
        cipher.updateAAD(associated);
        return cipher.doFinal(octets);
    }

    /** X25519 with the base point. */
    public static byte[] publicKey(byte[] privateKey) throws GeneralSecurityException {
        byte[] basePoint = new byte[32];
        basePoint[0] = 9;
        return agree(privateKey, basePoint);
    }

    private static Context context(byte[] dh, byte[] enc, byte[] publicKey, byte[] info, int aeadKey)
            throws GeneralSecurityException {
        byte[] kem = join(ascii("KEM"), i2osp(0x0020));
        byte[] eaePrk = labeledExtract(kem, NOTHING, "eae_prk", dh);
        byte[] shared = labeledExpand(kem, eaePrk, "shared_secret", join(enc, publicKey), 32);
        byte[] suite = join(ascii("HPKE"), i2osp(0x0020), i2osp(0x0001), i2osp(aeadKey == 16 ? 0x0001 : 0x0002));
        byte[] schedule = join(
                new byte[] {0},
                labeledExtract(suite, NOTHING, "psk_id_hash", NOTHING),
                labeledExtract(suite, NOTHING, "info_hash", info));
        byte[] secret = labeledExtract(suite, shared, "secret", NOTHING);
        return new Context(
                shared,
                labeledExpand(suite, secret, "key", schedule, aeadKey),
                labeledExpand(suite, secret, "base_nonce", schedule, 12));
    }

    private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] ikm)
            throws GeneralSecurityException {
        return hmac(salt.length == 0 ? new byte[32] : salt, join(ascii("HPKE-v1"), suite, ascii(label), ikm));
    }

    private static byte[] labeledExpand(byte[] suite, byte[] prk, String label, byte[] info, int length)
            throws GeneralSecurityException {
        byte[] labeled = join(i2osp(length), ascii("HPKE-v1"), suite, ascii(label), info, new byte[] {1});
        return Arrays.copyOf(hmac(prk, labeled), length);
    }

    private static byte[] hmac(byte[] key, byte[] octets) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(octets);
    }

    private static byte[] agree(byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
        byte[] bigEndian = publicKey.clone();
        for (int i = 0; i < 16; i++) {
            byte swapped = bigEndian[i];
            bigEndian[i] = bigEndian[31 - i];
            bigEndian[31 - i] = swapped;
        }
        bigEndian[0] &= 0x7f;
        XECPublicKey point = (XECPublicKey)
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
        agreement.doPhase(point, true);
        return agreement.generateSecret();
    }

    private static byte[] i2osp(int number) {
        return ByteBuffer.allocate(2).putShort((short) number).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
