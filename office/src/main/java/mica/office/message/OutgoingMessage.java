package mica.office.message;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;

/**
 * One mail to one person, not yet in the form in which it travels.
 *
 * @param id the left side of its Message-ID: a mail sent again with the same id is the same mail
 * @param text the whole content as plain text, lines parted by {@code \n}
 * @param html the same content, a whole document
 * @param headers further headers, such as List-Unsubscribe
 */
public record OutgoingMessage(
        UUID id,
        EmailAddress to,
        Language language,
        HeaderText subject,
        String text,
        String html,
        List<Attachment> attachments,
        Map<String, HeaderText> headers) {}
