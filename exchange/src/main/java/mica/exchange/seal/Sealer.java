package mica.exchange.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.internal.HpkeEncrypt;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;

/** Seals to one public key. Threads may share it. What is sealed can be opened only where the private key is. */
public final class Sealer {

    private final SealKey key;
    private final HybridEncrypt encrypt;

    /** @throws IllegalArgumentException when the octets are no X25519 point */
    @AccessesPartialKey
    public Sealer(SealKey key) {
        this.key = key;
        try {
            this.encrypt =
                    HpkeEncrypt.create(HpkePublicKey.create(Hpke.parameters(), Bytes.copyFrom(key.publicKey()), null));
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalArgumentException("not a public key: " + key, wrongKey);
        }
    }

    public SealKey key() {
        return key;
    }

    /**
     * Pads and seals.
     *
     * @param content at most {@link Padding#LONGEST} octets
     * @param associated what the seal is bound to; the same octets are needed to open
     */
    public byte[] seal(byte[] content, byte[] associated) {
        try {
            return encrypt.encrypt(Padding.pad(content), associated);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("sealing failed", failed);
        }
    }
}
