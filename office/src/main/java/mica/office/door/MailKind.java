package mica.office.door;

import java.time.Duration;

/**
 * A kind of mail of the door lane. It belongs to the feature that hands in its {@link MailWriter}, which says what its
 * parameters are.
 *
 * @param name as the queue stores it
 * @param lifetime after which it is of no use any more
 */
public record MailKind(String name, Duration lifetime) {

    /** To a visitor at once after a check-in: the lane goes first for it, and tells the visitor's screen of it. */
    public static final MailKind CONFIRMATION = new MailKind("CONFIRMATION", Duration.ofHours(24));

    @Override
    public String toString() {
        return name;
    }
}
