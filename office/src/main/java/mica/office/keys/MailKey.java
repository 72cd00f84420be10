package mica.office.keys;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/**
 * The key that signs mails (DKIM): Ed25519 (RFC 8032), made of a lasting secret of this installation. It stays in the
 * process, as a key that can sign; nobody sees its octets. Threads may share it.
 */
public final class MailKey {

    /** What stands before the seed of a PKCS #8 key (RFC 8410, 7). */
    private static final byte[] FRAME = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final byte[] publicKey;
    private final PrivateKey privateKey;

    public MailKey(KeyStore keyStore) {
        byte[] seed = keyStore.secret("dkim");
        try {
            this.publicKey = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
            byte[] octets = ByteBuffer.allocate(FRAME.length + seed.length)
                    .put(FRAME)
                    .put(seed)
                    .array();
            this.privateKey =
                    java.security.KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(octets));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public half, 32 octets. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** To begin signatures with. */
    public PrivateKey privateKey() {
        return privateKey;
    }
}
