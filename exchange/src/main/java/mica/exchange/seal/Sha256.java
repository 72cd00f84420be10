package mica.exchange.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, one for each thread: asking the providers for it costs more than most of what is hashed here. */
public final class Sha256 {

    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Sha256::create);

    private Sha256() {}

    /** Ready to hash; until the next call on this thread. */
    public static MessageDigest ofThread() {
        MessageDigest digest = DIGESTS.get();
        digest.reset();
        return digest;
    }

    /** One of one's own. */
    static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
