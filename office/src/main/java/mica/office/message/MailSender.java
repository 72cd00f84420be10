package mica.office.message;

import mica.exchange.address.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who the mails are from.
 *
 * @param from shown to the reader, with the service's name
 * @param returnPath where bounces go
 * @param replyTo where answers go, when not to {@code from}
 */
public record MailSender(
        EmailAddress from,
        EmailAddress returnPath,
        @Nullable EmailAddress replyTo) {

    public static MailSender of(EmailAddress from) {
        return new MailSender(from, from, null);
    }
}
