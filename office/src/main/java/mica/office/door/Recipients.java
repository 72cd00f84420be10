package mica.office.door;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.office.keys.AtRest;
import mica.office.keys.Opener;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.relay.Reply;
import org.jdbi.v3.core.Handle;

/**
 * Opens the recipients of the door lane when their mail is sent, knows the dead ones, and how fast their providers like it.
 * Threads may share it.
 */
public final class Recipients {

    private final Opener opener;
    private final AtRest atRest;
    private final DeadAddresses dead;
    private final Pace pace;

    /**
     * @param opener for {@link KeyPurpose#DOOR}
     * @param pace the one that notices keep to as well
     */
    public Recipients(Opener opener, AtRest atRest, DeadAddresses dead, Pace pace) {
        this.opener = opener;
        this.atRest = atRest;
        this.dead = dead;
        this.pace = pace;
    }

    /** Whether a mail may go now, before any notice to the same provider. Tell afterwards what became of it. */
    Pace.Outcome ask(EmailAddress address, Object session, UUID mail, Instant now) {
        return pace.askUrgently(address.domain(), session, mail, now);
    }

    /** What became of a mail that was allowed; of one that was not sent too. */
    void tell(EmailAddress address, Object session, Reply reply, Instant now) {
        pace.tell(address.domain(), session, reply, now);
    }

    /** Whether no mail reaches an address any more. */
    boolean isDead(EmailAddress address) {
        return dead.isDead(address);
    }

    /** Notes that a mail server does not know an address. */
    void unknown(Handle tx, EmailAddress address) {
        dead.report(tx, address);
    }

    /** Whether the keys are there that a recipient's day should have. */
    boolean hasKeys(QueuedMail.SealedRecipient recipient) {
        return atRest.opens(recipient.day());
    }

    /** Empty when the day's key is gone, or the seal was changed. */
    Optional<EmailAddress> open(QueuedMail.SealedRecipient recipient) {
        Optional<byte[]> octets = switch (recipient.by()) {
            case FRONT ->
                Seal.fromBytes(recipient.seal())
                        .flatMap(seal -> opener.open(recipient.day(), KeyPurpose.DOOR, seal, recipient.associated()));
            case OFFICE -> atRest.openOfDay(recipient.day(), recipient.seal(), recipient.associated());
        };
        return octets.flatMap(address -> EmailAddress.written(new String(address, StandardCharsets.US_ASCII)));
    }
}
