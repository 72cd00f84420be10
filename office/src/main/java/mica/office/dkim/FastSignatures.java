package mica.office.dkim;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures by Amazon Corretto's crypto provider where its native part is there for this machine, by the JDK otherwise:
 * the same ones, but of Ed25519 some eighty times as many a second (ADR 14). Used directly, never as the JDK's own.
 */
final class FastSignatures {

    private static final Logger LOG = LoggerFactory.getLogger(FastSignatures.class);
    private static final @Nullable Provider NATIVE = load();

    private FastSignatures() {}

    private static @Nullable Provider load() {
        try {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() == null) {
                return provider;
            }
        } catch (LinkageError | RuntimeException missing) {
            LOG.debug("dkim.native_missing type={}", missing.getClass().getSimpleName());
        }
        LOG.info("dkim.native_missing rsa=jdk");
        return null;
    }

    /** The same key in the form that the provider need not translate each time. */
    static PrivateKey own(PrivateKey key) throws GeneralSecurityException {
        return NATIVE == null
                ? key
                : KeyFactory.getInstance(key.getAlgorithm(), NATIVE)
                        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    static Signature begin(String algorithm, PrivateKey key) throws GeneralSecurityException {
        Signature signature = NATIVE != null && NATIVE.getService("Signature", algorithm) != null
                ? Signature.getInstance(algorithm, NATIVE)
                : Signature.getInstance(algorithm);
        signature.initSign(key);
        return signature;
    }
}
