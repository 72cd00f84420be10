package mica.exchange.seal;

import com.google.crypto.tink.hybrid.HpkeParameters;
import java.security.GeneralSecurityException;

/** The one suite in use: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180, 7). */
public final class Hpke {

    /** Encapsulated key and tag: what a seal is longer than its padded content, in octets. */
    public static final int OVERHEAD = 32 + 16;

    private Hpke() {}

    /** Tink's parameters without a key prefix, so that the octets are RFC 9180's own. */
    public static HpkeParameters parameters() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
