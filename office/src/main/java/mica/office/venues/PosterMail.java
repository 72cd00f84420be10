package mica.office.venues;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mica.exchange.venue.VenueCode;
import mica.office.door.MailKind;
import mica.office.door.MailWriter;
import mica.office.message.MailBody;
import mica.office.message.MailWords;

/** To a venue that is registered, with its posters. Parameters: venue, venueCode. */
public final class PosterMail {

    /** A venue's mail server may be away over a long weekend. */
    public static final MailKind KIND = new MailKind("POSTERS", Duration.ofDays(5));

    private PosterMail() {}

    /** @param posters of a venue, as PDF */
    public static MailWriter writer(Function<VenueCode, byte[]> posters) {
        return new MailWriter(KIND, (mail, to, service) -> {
            MailWords words = new MailWords(service, mail.language());
            String venue = mail.parameter("venue");
            VenueCode code = new VenueCode(mail.parameter("venueCode"));
            String file = words.text(
                    "mail.posters.file", MailWords.inFileName(words.serviceName()), MailWords.inFileName(venue));
            MailBody body = words.body()
                    .paragraph(words.text("mail.posters.lead", words.serviceName()))
                    .facts(List.of(
                            new MailBody.MailFact(words.text("mail.applicant"), venue),
                            new MailBody.MailFact(words.text("mail.venueCode"), code.value())))
                    .paragraph(words.text("mail.posters.how"))
                    .paragraph(words.text("mail.posters.visitors", words.authority(), words.disease()))
                    .paragraph(words.text("mail.posters.help"))
                    .attach(file, "application/pdf", posters.apply(code));
            return Optional.of(body.mail(mail.id(), to, words.text("mail.posters.subject", words.serviceName())));
        });
    }
}
