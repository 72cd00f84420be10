package mica.office.door;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;
import mica.exchange.text.Moments;
import mica.exchange.venue.VenueCode;
import mica.office.message.Attachment;
import mica.office.message.HeaderText;
import mica.office.message.MailBody;
import mica.office.message.MailBody.Fact;
import mica.office.message.MessageComposer;
import mica.office.message.OutgoingMessage;
import mica.office.message.Unsubscribe;

/** Writes each kind of mail of the door lane from its parameters. Threads may share it. */
public final class DoorMails {

    private static final int LONGEST_NAME_IN_FILE = 60;

    private final MessageComposer composer;
    private final Function<VenueCode, byte[]> posters;
    private final TestNotice testNotice;
    private final Function<UUID, LinkToken> erasing;

    /**
     * @param erasing the link that erases a visit
     * @param posters the posters of a venue, as PDF
     */
    public DoorMails(
            MessageComposer composer,
            Function<UUID, LinkToken> erasing,
            Function<VenueCode, byte[]> posters,
            TestNotice testNotice) {
        this.composer = composer;
        this.erasing = erasing;
        this.posters = posters;
        this.testNotice = testNotice;
    }

    MessageComposer composer() {
        return composer;
    }

    /**
     * The mail; empty when what it would tell is gone.
     *
     * @throws IllegalArgumentException when a parameter is missing or wrong
     */
    Optional<OutgoingMessage> write(QueuedMail mail, EmailAddress to) {
        Letter letter = new Letter(mail, to, composer.service());
        return switch (mail.kind()) {
            case CONFIRMATION -> Optional.of(letter.confirmation(erasing));
            case APPLICATION_RECEIVED, APPLICATION_RETURNED, APPLICATION_REJECTED, APPLICATION_WITHDRAWN ->
                Optional.of(letter.ofApplication());
            case POSTERS -> Optional.of(letter.withPosters(posters));
            case LEDGER_HEAD -> Optional.of(letter.ledgerHead());
            case NOTICE_TEST -> testNotice.compose(mail.id(), to, mail.language(), letter.parameter("notice"));
        };
    }

    /** One mail being written. */
    private record Letter(QueuedMail mail, EmailAddress to, ServiceFacts service) {

        OutgoingMessage confirmation(Function<UUID, LinkToken> erasing) {
            // Its visit's id is its own. One that an office of an earlier version queued has one link for both.
            boolean oneLink = mail.parameters().containsKey("link");
            LinkToken erases = oneLink ? token() : erasing.apply(mail.id());
            LinkToken confirms = oneLink ? erases : erases.confirming();
            String erase = service.publicUrl() + "/e/" + erases.text();
            ZoneId zone = ZoneId.of(service.timeZone());
            String arrivedAt = Moments.dateTime(Instant.parse(parameter("arrivedAt")), zone, language());
            MailBody body = new MailBody(service, language())
                    .paragraph(text("mail.confirmation.lead", serviceName()))
                    .button(text("mail.confirmation.button"), service.publicUrl() + "/c/" + confirms.text())
                    .facts(List.of(
                            new Fact(text("mail.venue"), parameter("venue")),
                            new Fact(text("mail.spot"), mail.parameters().getOrDefault("spot", "")),
                            new Fact(text("mail.arrivedAt"), arrivedAt)))
                    .paragraph(text("mail.confirmation.purpose", authority(), disease()))
                    .paragraph(text("mail.confirmation.retention", service.retentionDays()))
                    .link(text("mail.confirmation.erase"), erase)
                    .note(text("mail.confirmation.stranger"));
            return message(
                    text("mail.confirmation.subject", serviceName()),
                    body,
                    List.of(),
                    Unsubscribe.headers(erase, "confirmation", "door"));
        }

        OutgoingMessage ofApplication() {
            String key = switch (mail.kind()) {
                case APPLICATION_RECEIVED -> "mail.received";
                case APPLICATION_RETURNED -> "mail.returned";
                case APPLICATION_REJECTED -> "mail.rejected";
                case APPLICATION_WITHDRAWN -> "mail.withdrawn";
                case CONFIRMATION, POSTERS, NOTICE_TEST, LEDGER_HEAD ->
                    throw new IllegalStateException("not of an application");
            };
            Fact number = new Fact(text("mail.receiptNumber"), parameter("receiptNumber"));
            boolean seen = mail.kind() == MailKind.APPLICATION_RETURNED || mail.kind() == MailKind.APPLICATION_REJECTED;
            // Nobody has proven the address: until an officer has read it, what was typed into the form goes to nobody.
            MailBody body = new MailBody(service, language())
                    .paragraph(text(key + ".lead", serviceName(), authority()))
                    .facts(
                            seen
                                    ? List.of(new Fact(text("mail.applicant"), parameter("venue")), number)
                                    : List.of(number));
            String message = mail.parameters().getOrDefault("message", "");
            if (seen && !message.isBlank()) {
                body.paragraph(text("mail.message", authority())).quote(message);
            }
            if (mail.kind() != MailKind.APPLICATION_WITHDRAWN) {
                body.button(text(key + ".button"), service.publicUrl() + "/status/" + token().text());
            }
            body.paragraph(text(key + ".close"));
            if (mail.kind() == MailKind.APPLICATION_RECEIVED) {
                body.note(text("mail.received.stranger"));
            }
            String subject = text(key + ".subject", serviceName(), parameter("receiptNumber"));
            return message(subject, body, List.of(), Map.of());
        }

        OutgoingMessage withPosters(Function<VenueCode, byte[]> posters) {
            String venue = parameter("venue");
            VenueCode code = new VenueCode(parameter("venueCode"));
            String file = text("mail.posters.file", inFileName(serviceName()), inFileName(venue));
            MailBody body = new MailBody(service, language())
                    .paragraph(text("mail.posters.lead", serviceName()))
                    .facts(List.of(
                            new Fact(text("mail.applicant"), venue), new Fact(text("mail.venueCode"), code.value())))
                    .paragraph(text("mail.posters.how"))
                    .paragraph(text("mail.posters.visitors", authority(), disease()))
                    .paragraph(text("mail.posters.help"));
            Attachment poster = new Attachment(HeaderText.of(file), "application/pdf", posters.apply(code));
            return message(text("mail.posters.subject", serviceName()), body, List.of(poster), Map.of());
        }

        OutgoingMessage ledgerHead() {
            MailBody body = new MailBody(service, language())
                    .paragraph(text("mail.ledger.lead", serviceName()))
                    .quote(parameter("line"))
                    .note(text("mail.ledger.how"));
            return message(text("mail.ledger.subject", serviceName()), body, List.of(), Map.of());
        }

        private OutgoingMessage message(
                String subject, MailBody body, List<Attachment> attachments, Map<String, HeaderText> headers) {
            return new OutgoingMessage(
                    mail.id(),
                    to,
                    language(),
                    HeaderText.of(subject),
                    body.text(),
                    body.html(),
                    new ArrayList<>(attachments),
                    headers);
        }

        private Language language() {
            return mail.language();
        }

        String parameter(String name) {
            String value = mail.parameters().get(name);
            if (value == null) {
                throw new IllegalArgumentException("mail without its " + name);
            }
            return value;
        }

        /** Read, so that nothing but a token gets into an address line. */
        private LinkToken token() {
            return LinkToken.read(parameter("link"))
                    .orElseThrow(() -> new IllegalArgumentException("mail without a link"));
        }

        private String text(String key, Object... arguments) {
            return MailBody.texts().text(language(), key, arguments);
        }

        private String serviceName() {
            return ServiceFacts.in(service.name(), language().tag());
        }

        private String authority() {
            return ServiceFacts.in(service.authority(), language().tag());
        }

        private String disease() {
            return ServiceFacts.in(service.disease().name(), language().tag());
        }
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
