package mica.office.keys;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104). Threads may share it. */
final class Hmac {

    /** One a thread: asking the providers costs more than what is hashed. Each use begins with a key of its own. */
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Hmac::mac);

    private Hmac() {}

    /** 32 octets. */
    static byte[] of(byte[] key, byte[] content) {
        try {
            Mac mac = MACS.get();
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** 32 octets. @param id as its 16 octets */
    static byte[] of(byte[] key, UUID id) {
        return of(
                key,
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    private static Mac mac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
