package mica.office.message;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import mica.exchange.directory.ServiceFacts;

/**
 * Gives a mail the form in which it travels (RFC 5322, MIME): seven-bit, CR LF, every line short. The same message at
 * the same time is the same octets. Threads may share it.
 */
public final class MessageComposer {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Z][A-Za-z-]{1,60}");
    private static final Set<String> OWN_HEADERS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "dkim-signature");

    private final MailStyle style;
    private final Supplier<ServiceFacts> service;
    private final InstantSource clock;

    public MessageComposer(MailStyle style, Supplier<ServiceFacts> service, InstantSource clock) {
        this.style = style;
        this.service = service;
        this.clock = clock;
    }

    /** Unsigned, in UTF-8. */
    public MessageComposer(MailSender sender, Supplier<ServiceFacts> service, InstantSource clock) {
        this(MailStyle.plain(sender), service, clock);
    }

    public MailSender sender() {
        return style.sender();
    }

    public MailStyle style() {
        return style;
    }

    public ServiceFacts service() {
        return service.get();
    }

    /** As {@link #compose(OutgoingMessage, Instant)}, dated now. */
    public byte[] compose(OutgoingMessage message) {
        return compose(message, clock.instant());
    }

    /**
     * The mail as it travels, signed. The same mail of the same date is the same octets.
     *
     * @param date when it was written first: a mail that is sent again keeps its date
     * @throws IllegalArgumentException when a further header has no header's name, or one that is set here
     */
    public byte[] compose(OutgoingMessage message, Instant date) {
        return signed(write(message, charset(message), message.id(), date).octets());
    }

    /** In what a mail to an address in this domain is written, if that loses nothing. */
    public MailCharset charsetFor(String domain) {
        return style.prefersIso2022Jp(domain) ? MailCharset.ISO_2022_JP : MailCharset.UTF_8;
    }

    /**
     * The same mail to many.
     *
     * @param message makes it to one person, of whom it takes nothing but what stands in the slots
     * @param charset for readers that want it; one that loses something is not used
     * @param id parts its parts; the same for all, and what they have of it is the same every time
     * @param date of all
     */
    public PreparedMessage prepare(
            Function<Slots, OutgoingMessage> message, MailCharset charset, UUID id, Instant date) {
        OutgoingMessage placeholder = message.apply(Slots.PLACEHOLDERS);
        return PreparedMessage.of(
                write(placeholder, charset.writes(words(placeholder)) ? charset : MailCharset.UTF_8, id, date),
                style.signer());
    }

    private Mime write(OutgoingMessage message, MailCharset charset, UUID boundary, Instant date) {
        ServiceFacts facts = service.get();
        Mime mime = new Mime(charset);
        MailSender sender = style.sender();
        mime.address("From", name(message), sender.from());
        mime.address("To", message.to());
        if (sender.replyTo() != null) {
            mime.address("Reply-To", sender.replyTo());
        }
        mime.header("Subject", subject(message));
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

    private byte[] signed(byte[] message) {
        byte[] header = style.signer().header(message, Mime.bodyStart(message), message.length);
        if (header.length == 0) {
            return message;
        }
        byte[] signed = Arrays.copyOf(header, header.length + message.length);
        System.arraycopy(message, 0, signed, header.length, message.length);
        return signed;
    }

    private MailCharset charset(OutgoingMessage message) {
        MailCharset preferred = charsetFor(message.to().domain());
        return preferred.writes(words(message)) ? preferred : MailCharset.UTF_8;
    }

    /** Everything in a message that a reader sees. */
    private String words(OutgoingMessage message) {
        StringBuilder all =
                new StringBuilder(name(message).text()).append(subject(message)).append(message.text());
        all.append(message.html());
        message.headers().values().forEach(all::append);
        message.attachments().forEach(attachment -> all.append(attachment.fileName()));
        return all.toString();
    }

    private HeaderText name(OutgoingMessage message) {
        ServiceFacts facts = service.get();
        return HeaderText.of(facts.in(facts.name(), message.language()));
    }

    private HeaderText subject(OutgoingMessage message) {
        return HeaderText.of(
                service.get().demo()
                        ? MailBody.texts().text(message.language(), "mail.demo.subject", message.subject())
                        : message.subject().text());
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
        mime.text("plain", lines(message.text()));
        mime.part(boundary);
        mime.text("html", lines(mime.charset().ofDocument(message.html())));
        mime.end(boundary);
    }

    /** Text parts travel as canonical lines (RFC 2046, 4.1.1). */
    private static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private static String checkedName(String name) {
        if (!HEADER_NAME.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("not a further header");
        }
        return name;
    }
}
