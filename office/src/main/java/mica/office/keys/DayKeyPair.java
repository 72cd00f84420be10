package mica.office.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.hybrid.internal.HpkeDecrypt;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KEM;
import mica.exchange.seal.Hpke;
import mica.exchange.seal.HybridWrap;

/**
 * The two key pairs behind one public key of a day: X25519 and ML-KEM-768. As octets: public key (1,216), X25519 private
 * key (32), ML-KEM private key (PKCS #8). Threads may share it.
 */
final class DayKeyPair {

    private static final String ML_KEM = "ML-KEM-768";

    private final byte[] octets;
    private final HpkePrivateKey x25519;
    private final PrivateKey mlKem;

    @AccessesPartialKey
    private DayKeyPair(byte[] octets) throws GeneralSecurityException {
        this.octets = octets;
        this.x25519 = HpkePrivateKey.create(
                HpkePublicKey.create(Hpke.parameters(), Bytes.copyFrom(octets, 0, 32), null),
                SecretBytes.copyFrom(
                        Arrays.copyOfRange(octets, HybridWrap.PUBLIC_KEY, HybridWrap.PUBLIC_KEY + 32),
                        InsecureSecretKeyAccess.get()));
        this.mlKem = KeyFactory.getInstance(ML_KEM)
                .generatePrivate(
                        new PKCS8EncodedKeySpec(Arrays.copyOfRange(octets, HybridWrap.PUBLIC_KEY + 32, octets.length)));
    }

    @AccessesPartialKey
    static DayKeyPair generate() {
        try {
            HybridConfig.register();
            HpkePrivateKey hpke = (HpkePrivateKey)
                    KeysetHandle.generateNew(Hpke.parameters()).getPrimary().getKey();
            KeyPair kem = KeyPairGenerator.getInstance(ML_KEM).generateKeyPair();
            byte[] info = kem.getPublic().getEncoded();
            byte[] privateKey = kem.getPrivate().getEncoded();
            int encapsulationKey = HybridWrap.PUBLIC_KEY - 32;
            return new DayKeyPair(ByteBuffer.allocate(HybridWrap.PUBLIC_KEY + 32 + privateKey.length)
                    .put(hpke.getPublicKey().getPublicKeyBytes().toByteArray())
                    .put(info, info.length - encapsulationKey, encapsulationKey)
                    .put(hpke.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()))
                    .put(privateKey)
                    .array());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** @throws IllegalStateException when they are no key pair */
    static DayKeyPair fromBytes(byte[] octets) {
        try {
            return new DayKeyPair(octets);
        } catch (GeneralSecurityException | RuntimeException broken) {
            throw new IllegalStateException("broken key pair", broken);
        }
    }

    byte[] toBytes() {
        return octets.clone();
    }

    byte[] publicKey() {
        return Arrays.copyOf(octets, HybridWrap.PUBLIC_KEY);
    }

    /** The seed that was wrapped to this pair; empty when it was wrapped to another, or for something else. */
    Optional<byte[]> unwrap(byte[] wrap, byte[] context) {
        if (wrap.length != HybridWrap.LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] hpkeSecret = HpkeDecrypt.create(x25519).decrypt(Arrays.copyOf(wrap, HybridWrap.HPKE_PART), context);
            byte[] mlKemSecret = KEM.getInstance(ML_KEM)
                    .newDecapsulator(mlKem)
                    .decapsulate(Arrays.copyOfRange(wrap, HybridWrap.HPKE_PART, HybridWrap.LENGTH))
                    .getEncoded();
            return Optional.of(HybridWrap.seed(hpkeSecret, mlKemSecret, context, wrap));
        } catch (GeneralSecurityException foreign) {
            return Optional.empty();
        }
    }
}
