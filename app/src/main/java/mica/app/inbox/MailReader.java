package mica.app.inbox;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a mail apart. Whatever is wrong with the mail, something is shown rather than an error. */
final class MailReader {

    private static final int LONGEST_HEADER = 500;
    private static final int MOST_RECIPIENTS = 100;
    /** Deeper or wider mails than these are attacks. */
    private static final int DEEPEST = 20;

    private static final int MOST_PARTS = 500;
    private static final Pattern HARMLESS_TYPE = Pattern.compile("[a-z0-9.+-]+/[a-z0-9.+-]+");
    private static final Session SESSION = session();

    private final List<MailContent.ReceivedFile> attachments = new ArrayList<>();
    private final Map<String, MailContent.ReceivedFile> byContentId = new LinkedHashMap<>();
    private @Nullable String text;
    private @Nullable String html;
    private int parts;

    private MailReader() {}

    /** The headers that the list shows; reads no further than the headers. */
    static ReceivedMail.Summary summary(byte[] raw) {
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(raw), true);
            return new ReceivedMail.Summary(
                    people(headers.getHeader("From", ", ")).stream().findFirst().orElse(""),
                    people(headers.getHeader("To", ", ")),
                    shortened(decoded(headers.getHeader("Subject", " "))));
        } catch (MessagingException e) {
            return new ReceivedMail.Summary("", List.of(), "");
        }
    }

    static MailContent read(byte[] raw) {
        MailReader reader = new MailReader();
        List<MailContent.Header> headers = new ArrayList<>();
        try {
            MimeMessage message = new MimeMessage(SESSION, new ByteArrayInputStream(raw));
            for (Header header : Collections.list(message.getAllHeaders())) {
                headers.add(new MailContent.Header(header.getName(), decoded(header.getValue())));
            }
            reader.collect(message, 0);
        } catch (MessagingException | IOException e) {
            // Half a mail is still worth showing, and its source is a click away.
        }
        return new MailContent(
                List.copyOf(headers),
                Optional.ofNullable(reader.text),
                Optional.ofNullable(reader.html),
                List.copyOf(reader.attachments),
                Map.copyOf(reader.byContentId));
    }

    private void collect(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            return;
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                collect(multipart.getBodyPart(i), depth + 1);
            }
        } else if (text == null && isBody(part, "text/plain")) {
            text = text(part);
        } else if (html == null && isBody(part, "text/html")) {
            html = text(part);
        } else {
            attach(part);
        }
    }

    private static boolean isBody(Part part, String type) throws MessagingException {
        return part.isMimeType(type)
                && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())
                && name(part).isEmpty();
    }

    private void attach(Part part) throws MessagingException, IOException {
        String type = type(part);
        String name = name(part).orElseGet(() -> "part-" + (attachments.size() + 1) + ending(type));
        MailContent.ReceivedFile attachment = new MailContent.ReceivedFile(name, type, bytes(part));
        attachments.add(attachment);
        String[] contentIds = part.getHeader("Content-ID");
        if (contentIds != null && part instanceof BodyPart) {
            byContentId.putIfAbsent(contentIds[0].strip().replaceAll("^<|>$", ""), attachment);
        }
    }

    private static Optional<String> name(Part part) {
        try {
            return Optional.ofNullable(part.getFileName())
                    .map(MailReader::decoded)
                    .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
                    .filter(name -> !name.isBlank());
        } catch (MessagingException e) {
            return Optional.empty();
        }
    }

    private static String type(Part part) throws MessagingException {
        String[] words = Optional.ofNullable(part.getContentType()).orElse("").split("[;\\s]+", 2);
        String type = words[0].toLowerCase(Locale.ROOT);
        boolean pdfByName = name(part)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".pdf"))
                .isPresent();
        if (type.equals("application/octet-stream") && pdfByName) {
            return "application/pdf";
        }
        return HARMLESS_TYPE.matcher(type).matches() ? type : "application/octet-stream";
    }

    private static String ending(String type) {
        return switch (type) {
            case "message/rfc822" -> ".eml";
            case "application/pdf" -> ".pdf";
            case "text/plain" -> ".txt";
            case "text/html" -> ".html";
            case "image/png" -> ".png";
            case "image/jpeg" -> ".jpg";
            default -> ".bin";
        };
    }

    private static String text(Part part) throws MessagingException, IOException {
        Charset charset = StandardCharsets.UTF_8;
        try {
            String named = new ContentType(part.getContentType()).getParameter("charset");
            if (named != null) {
                charset = Charset.forName(MimeUtility.javaCharset(named));
            }
        } catch (MessagingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            // UTF-8 shows at least the Latin letters of most other encodings.
        }
        return new String(bytes(part), charset);
    }

    private static byte[] bytes(Part part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static List<String> people(@Nullable String header) {
        if (header == null) {
            return List.of();
        }
        try {
            List<String> people = new ArrayList<>();
            for (InternetAddress each : InternetAddress.parseHeader(MimeUtility.unfold(header), false)) {
                if (people.size() == MOST_RECIPIENTS) {
                    break;
                }
                String name = each.getPersonal();
                people.add(shortened(name == null ? each.getAddress() : name + " <" + each.getAddress() + ">"));
            }
            return List.copyOf(people);
        } catch (AddressException e) {
            return List.of(shortened(decoded(header)));
        }
    }

    private static String decoded(@Nullable String header) {
        if (header == null) {
            return "";
        }
        String unfolded = MimeUtility.unfold(header);
        try {
            return MimeUtility.decodeText(unfolded);
        } catch (UnsupportedEncodingException e) {
            return unfolded;
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER) + "…";
    }

    private static Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        properties.setProperty("mail.mime.allowutf8", "true");
        return Session.getInstance(properties);
    }
}
