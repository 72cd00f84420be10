package mica.office.mail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mica.exchange.address.EmailAddress;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.outcome.DeadAddresses;
import org.jdbi.v3.core.Handle;

/** Opens the recipients of the door lane when their mail is sent, and knows the dead ones. Threads may share it. */
public final class Recipients {

    private final Opener opener;
    private final Secrets secrets;
    private final DeadAddresses dead;

    /** @param opener for {@link KeyPurpose#DOOR} */
    public Recipients(Opener opener, Secrets secrets, DeadAddresses dead) {
        this.opener = opener;
        this.secrets = secrets;
        this.dead = dead;
    }

    /** Whether no mail reaches an address any more. */
    boolean isDead(EmailAddress address) {
        return dead.isDead(address);
    }

    /** Notes that a mail server does not know an address. */
    void unknown(Handle tx, EmailAddress address) {
        dead.report(tx, address);
    }

    /** Empty when the day's key is gone, or the seal was changed. */
    Optional<EmailAddress> open(QueuedMail.SealedRecipient recipient) {
        Optional<byte[]> octets = switch (recipient.by()) {
            case FRONT ->
                Seal.fromBytes(recipient.seal())
                        .flatMap(seal -> opener.open(recipient.day(), KeyPurpose.DOOR, seal, recipient.associated()));
            case OFFICE -> secrets.openOfDay(recipient.day(), recipient.seal(), recipient.associated());
        };
        return octets.flatMap(address -> switch (EmailAddress.parse(new String(address, StandardCharsets.US_ASCII))) {
            case EmailAddress.Outcome.Parsed parsed -> Optional.of(parsed.address());
            case EmailAddress.Outcome.Refused refused -> Optional.empty();
        });
    }
}
