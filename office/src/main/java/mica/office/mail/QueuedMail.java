package mica.office.mail;

import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.Language;

/**
 * One mail of the door lane, waiting. Its recipient is sealed and is opened when the mail is sent, not before.
 *
 * @param id also the left side of its Message-ID, so that a repeated mail is the same mail
 */
public record QueuedMail(
        UUID id, MailKind kind, Language language, Map<String, String> parameters, SealedRecipient recipient) {

    /** An address as it lies in the queue. */
    public record SealedRecipient(KeyPurpose purpose, LocalDate day, byte[] associated, byte[] seal) {}
}
