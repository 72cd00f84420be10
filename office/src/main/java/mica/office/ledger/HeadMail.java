package mica.office.ledger;

import java.time.Duration;
import java.util.Optional;
import mica.office.door.MailKind;
import mica.office.door.MailWriter;
import mica.office.message.MailBody;
import mica.office.message.MailWords;

/** The ledger's signed head, to its second place. Parameters: line. */
public final class HeadMail {

    static final MailKind KIND = new MailKind("LEDGER_HEAD", Duration.ofHours(24));

    private HeadMail() {}

    public static MailWriter writer() {
        return new MailWriter(KIND, (mail, to, service) -> {
            MailWords words = new MailWords(service, mail.language());
            MailBody body = words.body()
                    .paragraph(words.text("mail.ledger.lead", words.serviceName()))
                    .quote(mail.parameter("line"))
                    .note(words.text("mail.ledger.how"));
            return Optional.of(body.mail(mail.id(), to, words.text("mail.ledger.subject", words.serviceName())));
        });
    }
}
