package mica.office.intake;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Moments;
import mica.office.door.MailKind;
import mica.office.door.MailWriter;
import mica.office.door.QueuedMail;
import mica.office.message.MailBody;
import mica.office.message.MailWords;

/** To a visitor after a check-in. Parameters: venue, spot, arrivedAt (ISO). */
public final class ConfirmationMail {

    private ConfirmationMail() {}

    /** @param erasing the link that erases a visit */
    public static MailWriter writer(Function<UUID, LinkToken> erasing) {
        return new MailWriter(MailKind.CONFIRMATION, (mail, to, service) -> {
            MailWords words = new MailWords(service, mail.language());
            String subject = words.text("mail.confirmation.subject", words.serviceName());
            return Optional.of(body(mail, words, erasing).mail(mail.id(), to, subject));
        });
    }

    private static MailBody body(QueuedMail mail, MailWords words, Function<UUID, LinkToken> erasing) {
        ServiceFacts service = words.service();
        // Its visit's id is its own. One that an office of an earlier version queued has one link for both.
        boolean oneLink = mail.parameters().containsKey("link");
        LinkToken erases = oneLink ? mail.link() : erasing.apply(mail.id());
        LinkToken confirms = oneLink ? erases : erases.confirming();
        String erase = service.publicUrl() + "/e/" + erases.text();
        ZoneId zone = ZoneId.of(service.timeZone());
        String arrivedAt = Moments.dateTime(Instant.parse(mail.parameter("arrivedAt")), zone, mail.language());
        MailBody body = words.body()
                .paragraph(words.text("mail.confirmation.lead", words.serviceName()))
                .button(words.text("mail.confirmation.button"), service.publicUrl() + "/c/" + confirms.text())
                .facts(List.of(
                        new MailBody.MailFact(words.text("mail.venue"), mail.parameter("venue")),
                        new MailBody.MailFact(
                                words.text("mail.spot"), mail.parameters().getOrDefault("spot", "")),
                        new MailBody.MailFact(words.text("mail.arrivedAt"), arrivedAt)))
                .paragraph(words.text("mail.confirmation.purpose", words.authority(), words.disease()))
                .paragraph(words.text("mail.confirmation.retention", service.retentionDays()))
                .link(words.text("mail.confirmation.erase"), erase)
                .note(words.text("mail.confirmation.stranger"));
        return body.erasedAt(erase, "confirmation", "door");
    }
}
