package mica.office.venues;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.venue.VenueCode;
import mica.office.door.MailKind;
import mica.office.door.MailWriter;
import mica.office.door.QueuedMail;
import mica.office.message.Attachment;
import mica.office.message.HeaderText;
import mica.office.message.MailBody;
import mica.office.message.MailWords;
import mica.office.message.OutgoingMessage;

/** To a venue that is registered, with its posters. Parameters: venue, venueCode. */
public final class PosterMail {

    /** A venue's mail server may be away over a long weekend. */
    public static final MailKind KIND = new MailKind("POSTERS", Duration.ofDays(5));

    private static final int LONGEST_NAME_IN_FILE = 60;

    private PosterMail() {}

    /** @param posters of a venue, as PDF */
    public static MailWriter writer(Function<VenueCode, byte[]> posters) {
        return new MailWriter(KIND, (mail, to, service) -> Optional.of(write(mail, to, service, posters)));
    }

    private static OutgoingMessage write(
            QueuedMail mail, EmailAddress to, ServiceFacts service, Function<VenueCode, byte[]> posters) {
        MailWords words = new MailWords(service, mail.language());
        String venue = mail.parameter("venue");
        VenueCode code = new VenueCode(mail.parameter("venueCode"));
        String file = words.text("mail.posters.file", inFileName(words.serviceName()), inFileName(venue));
        MailBody body = words.body()
                .paragraph(words.text("mail.posters.lead", words.serviceName()))
                .facts(List.of(
                        new MailBody.Fact(words.text("mail.applicant"), venue),
                        new MailBody.Fact(words.text("mail.venueCode"), code.value())))
                .paragraph(words.text("mail.posters.how"))
                .paragraph(words.text("mail.posters.visitors", words.authority(), words.disease()))
                .paragraph(words.text("mail.posters.help"));
        return new OutgoingMessage(
                mail.id(),
                to,
                mail.language(),
                HeaderText.of(words.text("mail.posters.subject", words.serviceName())),
                body.text(),
                body.html(),
                List.of(new Attachment(HeaderText.of(file), "application/pdf", posters.apply(code))),
                Map.of());
    }

    /** What every file system takes (no path, no wildcard, no device), and not longer than it can show. */
    private static String inFileName(String name) {
        String safe = HeaderText.of(name)
                .text()
                .replaceAll("[\\\\/:*?\"<>|\\s\u3000]+", " ")
                .replaceAll("^[. ]+|[. ]+$", "")
                .replace(' ', '_');
        int length = safe.codePointCount(0, safe.length());
        return length <= LONGEST_NAME_IN_FILE
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, LONGEST_NAME_IN_FILE));
    }
}
