package mica.office.keys;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.security.GeneralSecurityException;

/**
 * The key that signs the head of the ledger: Ed25519 (RFC 8032), made of a lasting secret of this installation. Threads
 * may share it.
 */
public final class LedgerKey {

    private final byte[] publicKey;
    private final Ed25519Sign signer;

    public LedgerKey(KeyStore keyStore) {
        try {
            Ed25519Sign.KeyPair pair = Ed25519Sign.KeyPair.newKeyPairFromSeed(keyStore.secret("ledger"));
            this.publicKey = pair.getPublicKey();
            this.signer = new Ed25519Sign(pair.getPrivateKey());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public half, 32 octets. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The signature, 64 octets. */
    public byte[] sign(byte[] content) {
        try {
            return signer.sign(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
