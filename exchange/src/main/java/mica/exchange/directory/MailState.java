package mica.exchange.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import mica.exchange.record.Version;
import mica.exchange.seal.Sha256;

/**
 * What became of a confirmation mail, for the accepted screen. It stands in the directory under a number that only the
 * front which made the check-in, the office, and whoever holds the screen's address can know.
 */
@Version(1)
public enum MailState {
    /** Not taken yet; it is tried again. */
    LATER,
    /** The mail relay has taken it over. */
    SENT,
    /** Given up, for a reason that says nothing of the address. */
    FAILED,
    /** The address takes no mail. */
    REFUSED;

    private static final byte[] LABEL = "mica mail receipt 1".getBytes(StandardCharsets.US_ASCII);

    /** Whether it may be told after this, by {@link MailTransitions}. */
    public boolean mayBecome(MailState next) {
        return MailTransitions.TABLE.lead(this, next);
    }

    /** The number for a check-in. @param checkIn the id of its envelope */
    public static UUID receipt(UUID checkIn) {
        MessageDigest digest = Sha256.ofThread();
        digest.update(LABEL);
        digest.update(ByteBuffer.allocate(16)
                .putLong(checkIn.getMostSignificantBits())
                .putLong(checkIn.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }
}
