package mica.office.applications;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mica.office.door.MailKind;
import mica.office.door.MailWriter;
import mica.office.door.QueuedMail;
import mica.office.message.MailBody;
import mica.office.message.MailWords;

/** What an applicant is written. Parameters: receiptNumber, venue; link of those that lead to the status; message. */
public final class ApplicationMails {

    /** A venue's mail server may be away over a long weekend. */
    private static final Duration LIFETIME = Duration.ofDays(5);

    public static final MailKind RECEIVED = new MailKind("APPLICATION_RECEIVED", LIFETIME);
    /** Please correct. */
    public static final MailKind RETURNED = new MailKind("APPLICATION_RETURNED", LIFETIME);

    public static final MailKind REJECTED = new MailKind("APPLICATION_REJECTED", LIFETIME);
    public static final MailKind WITHDRAWN = new MailKind("APPLICATION_WITHDRAWN", LIFETIME);

    /** @param seen whether an officer has read the application */
    private record Shape(String key, boolean seen, boolean leadsToStatus) {}

    private ApplicationMails() {}

    public static List<MailWriter> writers() {
        return List.of(
                writer(RECEIVED, new Shape("mail.received", false, true)),
                writer(RETURNED, new Shape("mail.returned", true, true)),
                writer(REJECTED, new Shape("mail.rejected", true, true)),
                writer(WITHDRAWN, new Shape("mail.withdrawn", false, false)));
    }

    private static MailWriter writer(MailKind kind, Shape shape) {
        return new MailWriter(kind, (mail, to, service) -> {
            MailWords words = new MailWords(service, mail.language());
            String subject = words.text(shape.key() + ".subject", words.serviceName(), mail.parameter("receiptNumber"));
            return Optional.of(body(mail, words, shape).mail(mail.id(), to, subject));
        });
    }

    private static MailBody body(QueuedMail mail, MailWords words, Shape shape) {
        String key = shape.key();
        MailBody.MailFact number =
                new MailBody.MailFact(words.text("mail.receiptNumber"), mail.parameter("receiptNumber"));
        // Nobody has proven the address: until an officer has read it, what was typed into the form goes to nobody.
        MailBody body = words.body()
                .paragraph(words.text(key + ".lead", words.serviceName(), words.authority()))
                .facts(
                        shape.seen()
                                ? List.of(
                                        new MailBody.MailFact(words.text("mail.applicant"), mail.parameter("venue")),
                                        number)
                                : List.of(number));
        String message = mail.parameters().getOrDefault("message", "");
        if (shape.seen() && !message.isBlank()) {
            body.paragraph(words.text("mail.message", words.authority())).quote(message);
        }
        if (shape.leadsToStatus()) {
            body.button(
                    words.text(key + ".button"),
                    words.service().publicUrl() + "/status/" + mail.link().text());
        }
        body.paragraph(words.text(key + ".close"));
        if (mail.kind().equals(RECEIVED)) {
            body.note(words.text("mail.received.stranger"));
        }
        return body;
    }
}
