package mica.office.dkim;

import com.google.crypto.tink.subtle.Ed25519Sign;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import mica.exchange.file.OpenToOthersException;
import mica.exchange.text.SmallFile;
import mica.office.keys.MailKey;

/**
 * A key that signs mails under a selector: RSA of at least 2048 bits (RFC 8301) or Ed25519 (RFC 8463). Threads may share
 * it.
 */
public final class DkimKey {

    /** The two algorithms of today's DKIM. */
    enum Algorithm {
        RSA("rsa-sha256", "rsa", "SHA256withRSA"),
        ED25519("ed25519-sha256", "ed25519", "Ed25519");

        private final String tag;
        private final String keyTag;
        private final String javaName;

        Algorithm(String tag, String keyTag, String javaName) {
            this.tag = tag;
            this.keyTag = keyTag;
            this.javaName = javaName;
        }

        String tag() {
            return tag;
        }
    }

    private static final Pattern SELECTOR = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LEAST_RSA_BITS = 2_048;

    private final String selector;
    private final Algorithm algorithm;
    private final PrivateKey key;
    private final String published;
    /** Beginning one costs as much as the work itself with some providers, so they are used again. */
    private final Queue<Signature> idle = new ConcurrentLinkedQueue<>();

    private DkimKey(String selector, Algorithm algorithm, PrivateKey key, byte[] publicKey) {
        if (!isSelector(selector)) {
            throw new IllegalArgumentException("a DKIM selector is one label of small letters and digits");
        }
        this.selector = selector;
        this.algorithm = algorithm;
        this.key = key;
        this.published = Base64.getEncoder().encodeToString(publicKey);
    }

    /** The Ed25519 key of the key folder. @throws IllegalArgumentException when the selector is none */
    public static DkimKey of(String selector, MailKey key) {
        return new DkimKey(selector, Algorithm.ED25519, key.privateKey(), key.publicKey());
    }

    /**
     * A key of a PEM file without a passphrase: PKCS #8 ({@code BEGIN PRIVATE KEY}), or PKCS #1 for RSA.
     *
     * @throws IllegalArgumentException when the file holds no such key or a shorter one, or the selector is none
     * @throws IOException when it cannot be read, or is not its owner's alone
     */
    public static DkimKey read(String selector, Path file) throws IOException {
        OpenToOthersException.refuse(file);
        PrivateKey key = PemKey.read(SmallFile.text(file));
        return switch (key) {
            case RSAPrivateCrtKey rsa -> rsa(selector, rsa);
            case EdECPrivateKey ed -> ed25519(selector, ed);
            default -> throw new IllegalArgumentException("neither RSA nor Ed25519");
        };
    }

    private static DkimKey rsa(String selector, RSAPrivateCrtKey key) {
        if (key.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key of fewer than " + LEAST_RSA_BITS + " bits");
        }
        try {
            byte[] publicKey = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                    .getEncoded();
            return new DkimKey(selector, Algorithm.RSA, FastSignatures.own(key), publicKey);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("no usable RSA key", unusable);
        }
    }

    private static DkimKey ed25519(String selector, EdECPrivateKey key) {
        byte[] seed = key.getBytes().orElseThrow(() -> new IllegalArgumentException("an Ed25519 key without its seed"));
        try {
            return new DkimKey(
                    selector,
                    Algorithm.ED25519,
                    key,
                    Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("no usable Ed25519 key", unusable);
        }
    }

    /** Whether a text is one label that can name a key in the DNS. */
    public static boolean isSelector(String text) {
        return SELECTOR.matcher(text).matches();
    }

    public String selector() {
        return selector;
    }

    Algorithm algorithm() {
        return algorithm;
    }

    /** What the TXT record at {@code SELECTOR._domainkey.DOMAIN} must say. */
    public String record() {
        return "v=DKIM1; k=" + algorithm.keyTag + "; p=" + published;
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = idle.poll();
            if (signature == null) {
                signature = FastSignatures.begin(algorithm.javaName, key);
            }
            signature.update(content);
            byte[] signed = signature.sign();
            idle.add(signature);
            return signed;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "DkimKey[" + selector + " " + algorithm + "]";
    }
}
