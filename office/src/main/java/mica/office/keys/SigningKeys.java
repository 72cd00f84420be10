package mica.office.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import mica.exchange.seal.OfficeKey;

/**
 * The key the office signs with, made when first asked for, and during a change-over the one that follows. Read from its
 * file at every use, so that all offices that share the folder change over at once. Threads may share it.
 */
final class SigningKeys {

    private static final String CURRENT = "signing.key";
    private static final String NEXT = "signing.next";
    private static final int HALF = 32;

    private final KeyFiles files;
    private final KeyEvents events;

    SigningKeys(KeyFiles files, KeyEvents events) {
        this.files = files;
        this.events = events;
    }

    OfficeKey current() {
        return publicHalf(pair());
    }

    Optional<OfficeKey> next() {
        return files.read(NEXT).map(SigningKeys::publicHalf);
    }

    /** Makes the key that is to follow; one that was made before stays. */
    OfficeKey makeNext() {
        pair();
        make(NEXT);
        return next().orElseThrow();
    }

    /** Signs with the next key from now on and destroys the one before. @return false when there is no next one */
    boolean changeOver() {
        Optional<byte[]> next = files.read(NEXT);
        next.ifPresent(pair -> {
            files.replace(CURRENT, pair);
            files.destroy(NEXT);
        });
        return next.isPresent();
    }

    byte[] sign(String label, byte[] content) {
        byte[] pair = pair();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(pair, HALF))));
            signature.update(OfficeKey.labelled(label, content));
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("broken signing key", broken);
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    private byte[] pair() {
        return files.read(CURRENT).orElseGet(() -> {
            make(CURRENT);
            return files.read(CURRENT).orElseThrow();
        });
    }

    private void make(String name) {
        files.folder().exclusively(() -> {
            if (!files.exists(name)) {
                byte[] pair = newPair();
                events.add(new KeyEvent.SigningKeyMade(
                        KeyEvent.hash(publicHalf(pair).octets())));
                files.writeNew(name, pair);
            }
            return name;
        });
    }

    private static OfficeKey publicHalf(byte[] pair) {
        return new OfficeKey(Arrays.copyOfRange(pair, HALF, 2 * HALF));
    }

    /** Private and public half, 32 octets each (RFC 8032, 5.1.5). */
    private static byte[] newPair() {
        try {
            KeyPair made = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) made.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = made.getPublic().getEncoded();
            byte[] pair = Arrays.copyOf(seed, 2 * HALF);
            // The last 32 octets of the X.509 form are the key itself (RFC 8410, 4).
            System.arraycopy(encoded, encoded.length - HALF, pair, HALF, HALF);
            return pair;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
