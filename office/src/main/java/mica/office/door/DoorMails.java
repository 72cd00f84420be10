package mica.office.door;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;
import mica.office.message.MessageComposer;
import mica.office.message.OutgoingMessage;

/** The mails of the door lane, each written by the feature whose kind it is. Threads may share it. */
public final class DoorMails {

    private final MessageComposer composer;
    private final Map<String, MailWriter> writers;

    public DoorMails(MessageComposer composer, List<MailWriter> writers) {
        this.composer = composer;
        this.writers = writers.stream()
                .collect(Collectors.toUnmodifiableMap(writer -> writer.kind().name(), writer -> writer));
    }

    MessageComposer composer() {
        return composer;
    }

    /** @throws IllegalArgumentException when no feature of this office has such mails; a newer one may */
    MailKind kind(String name) {
        return writer(name).kind();
    }

    /**
     * The mail; empty when what it would tell is gone.
     *
     * @throws IllegalArgumentException when a parameter is missing or wrong
     */
    Optional<OutgoingMessage> write(QueuedMail mail, EmailAddress to) {
        return writer(mail.kind().name()).content().write(mail, to, composer.service());
    }

    private MailWriter writer(String kind) {
        MailWriter writer = writers.get(kind);
        if (writer == null) {
            throw new IllegalArgumentException("nobody writes mails of this kind");
        }
        return writer;
    }
}
