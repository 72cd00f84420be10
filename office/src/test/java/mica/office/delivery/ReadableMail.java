package mica.office.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;

/** What a person can read of a mail. */
final class ReadableMail {

    private ReadableMail() {}

    /** Every readable part of a mail, with its headers. */
    static String everything(Part part) {
        try {
            StringBuilder text = new StringBuilder();
            part.getAllHeaders()
                    .asIterator()
                    .forEachRemaining(header -> text.append(header.getName())
                            .append(": ")
                            .append(header.getValue())
                            .append('\n'));
            if (part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    text.append(everything(parts.getBodyPart(i)));
                }
            } else {
                text.append(part.getContent());
            }
            return text.toString();
        } catch (MessagingException | IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
