package mica.office.door;

import java.util.Optional;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.office.message.OutgoingMessage;

/** How a feature writes its own mails of one kind, when they are sent. Threads may share it. */
public record MailWriter(MailKind kind, Content content) {

    /** Writes one mail. */
    @FunctionalInterface
    public interface Content {

        /**
         * The mail; empty when what it would tell is gone.
         *
         * @throws IllegalArgumentException when a parameter is missing or wrong
         */
        Optional<OutgoingMessage> write(QueuedMail mail, EmailAddress to, ServiceFacts service);
    }
}
