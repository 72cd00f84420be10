package mica.office.door;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;

/**
 * One mail of the door lane, waiting. Its recipient is sealed and is opened when the mail is sent, not before.
 *
 * @param id also the left side of its Message-ID, so that a repeated mail is the same mail
 * @param line in which it waits, such as the code of a door; the lines take turns
 */
public record QueuedMail(
        UUID id,
        MailKind kind,
        Language language,
        Map<String, String> parameters,
        SealedRecipient recipient,
        String line) {

    /** One that waits with all those that have no line of their own. */
    public QueuedMail(
            UUID id, MailKind kind, Language language, Map<String, String> parameters, SealedRecipient recipient) {
        this(id, kind, language, parameters, recipient, "");
    }

    /** @throws IllegalArgumentException when it is missing */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("mail without its " + name);
        }
        return value;
    }

    /** Read, so that nothing but a token gets into an address line. */
    public LinkToken link() {
        return LinkToken.read(parameter("link")).orElseThrow(() -> new IllegalArgumentException("mail without a link"));
    }

    /** Who sealed an address that lies in the queue. */
    public enum SealedBy {
        /** The front, to the day's DOOR key; the octets are those of a {@link mica.exchange.seal.Seal}. */
        FRONT,
        /** The office, for the day. */
        OFFICE
    }

    /** An address as it lies in the queue. */
    public record SealedRecipient(SealedBy by, LocalDate day, byte[] associated, byte[] seal) {}
}
