package mica.office.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;

/**
 * Gives a mail the form in which it travels (RFC 5322, MIME): seven-bit, CR LF, every line short. The same message at
 * the same time is the same octets. Threads may share it.
 */
public final class MessageComposer {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Z][A-Za-z-]{1,60}");
    private static final Set<String> OWN_HEADERS = Set.of(
            "from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "mime-version", "content-type");

    private final MailSender sender;
    private final Supplier<ServiceFacts> service;
    private final InstantSource clock;
    private final MessageSigner signer;

    public MessageComposer(MailSender sender, Supplier<ServiceFacts> service, InstantSource clock) {
        this(sender, service, clock, MessageSigner.NONE);
    }

    /** @param signer of mails to many */
    public MessageComposer(
            MailSender sender, Supplier<ServiceFacts> service, InstantSource clock, MessageSigner signer) {
        this.signer = signer;
        this.sender = sender;
        this.service = service;
        this.clock = clock;
    }

    public MailSender sender() {
        return sender;
    }

    ServiceFacts service() {
        return service.get();
    }

    /** @throws IllegalArgumentException when a further header has no header's name, or one that is set here */
    public byte[] compose(OutgoingMessage message) {
        return write(message, message.id(), clock.instant()).octets();
    }

    /**
     * The same mail to many.
     *
     * @param message makes it to one person, of whom it takes nothing but what stands in the slots
     * @param id parts its parts; the same for all, and what they have of it is the same every time
     * @param date of all
     */
    public PreparedMessage prepare(Function<Slots, OutgoingMessage> message, UUID id, Instant date) {
        return PreparedMessage.of(write(message.apply(Slots.PLACEHOLDERS), id, date), signer);
    }

    private Mime write(OutgoingMessage message, UUID boundary, Instant date) {
        ServiceFacts facts = service.get();
        Mime mime = new Mime();
        String serviceName = ServiceFacts.in(facts.name(), message.language().tag());
        mime.address("From", HeaderText.of(serviceName), sender.from());
        mime.address("To", message.to());
        if (sender.replyTo() != null) {
            mime.address("Reply-To", sender.replyTo());
        }
        mime.header("Subject", HeaderText.of(demoMark(facts, message.language()) + message.subject()));
        mime.header("Date", HeaderText.of(DATE.format(date.atZone(ZoneId.of(facts.timeZone())))));
        mime.header(
                "Message-ID",
                HeaderText.of("<" + message.id() + "@" + sender.from().domain() + ">"));
        mime.header("Auto-Submitted", HeaderText.of("auto-generated"));
        mime.header("Content-Language", HeaderText.of(message.language().tag()));
        for (Map.Entry<String, HeaderText> header : message.headers().entrySet()) {
            mime.header(checkedName(header.getKey()), header.getValue());
        }
        mime.header("MIME-Version", HeaderText.of("1.0"));
        content(mime, message, boundary.toString().replace("-", ""));
        return mime;
    }

    private static void content(Mime mime, OutgoingMessage message, String id) {
        if (message.attachments().isEmpty()) {
            alternatives(mime, message, "=_a_" + id);
            return;
        }
        String boundary = "=_m_" + id;
        mime.multipart("mixed", boundary);
        mime.part(boundary);
        alternatives(mime, message, "=_a_" + id);
        for (Attachment attachment : message.attachments()) {
            mime.part(boundary);
            mime.attachment(attachment);
        }
        mime.end(boundary);
    }

    private static void alternatives(Mime mime, OutgoingMessage message, String boundary) {
        mime.multipart("alternative", boundary);
        mime.part(boundary);
        mime.text("plain", octets(message.text()));
        mime.part(boundary);
        mime.text("html", octets(message.html()));
        mime.end(boundary);
    }

    /** Text parts travel as canonical lines (RFC 2046, 4.1.1). */
    private static byte[] octets(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String demoMark(ServiceFacts facts, Language language) {
        if (!facts.demo()) {
            return "";
        }
        return language == Language.JA ? "【デモ】" : "[DEMO] ";
    }

    private static String checkedName(String name) {
        if (!HEADER_NAME.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("not a further header");
        }
        return name;
    }
}
