package mica.bench.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A mail as our office writes it, taken apart for those peers that put one together themselves for each recipient.
 *
 * @param headers beside those that every library writes itself; a signature is among them, ready made
 */
record OfficeLetter(
        String from, String subject, Map<String, String> headers, String text, String html, String shape, long octets) {

    private static final Set<String> WRITTEN_BY_ALL =
            Set.of("from", "to", "subject", "date", "message-id", "mime-version", "content-type");

    /** Beyond this the peers would not send the same: their own way of breaking lines and naming parts is within. */
    private static final double ALIKE = 0.03;

    static OfficeLetter read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            MimeMultipart parts = (MimeMultipart) message.getContent();
            return new OfficeLetter(
                    // Unfolded, since a library folds on its own.
                    MimeUtility.decodeText(MimeUtility.unfold(message.getHeader("From", null)))
                            .replaceAll("\\s+<", " <"),
                    message.getSubject(),
                    headers(message),
                    parts.getBodyPart(0).getContent().toString(),
                    parts.getBodyPart(1).getContent().toString(),
                    shape(message),
                    Files.size(file));
        } catch (MessagingException | ClassCastException broken) {
            throw new IOException("the sample is no message of two parts", broken);
        }
    }

    private static Map<String, String> headers(MimeMessage message) throws MessagingException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : Collections.list(message.getAllHeaders())) {
            if (!WRITTEN_BY_ALL.contains(header.getName().toLowerCase(Locale.ROOT))) {
                headers.put(header.getName(), MimeUtility.unfold(header.getValue()));
            }
        }
        return headers;
    }

    private static String shape(Part part) throws MessagingException, IOException {
        ContentType type = new ContentType(part.getContentType());
        String name = type.getBaseType().toLowerCase(Locale.ROOT);
        if (part.getContent() instanceof MimeMultipart parts) {
            List<String> inner = new ArrayList<>();
            for (int i = 0; i < parts.getCount(); i++) {
                inner.add(shape(parts.getBodyPart(i)));
            }
            return name + " of " + inner;
        }
        String[] encoding = part.getHeader("Content-Transfer-Encoding");
        return name + " " + String.valueOf(type.getParameter("charset")).toLowerCase(Locale.ROOT) + " "
                + (encoding == null ? "unencoded" : encoding[0].toLowerCase(Locale.ROOT));
    }

    /** Whether another sender's mail has the same parts and about as many octets. */
    boolean isLike(OfficeLetter other) {
        return shape.equals(other.shape) && Math.abs(octets - other.octets) <= ALIKE * octets;
    }

    /** For a peer that is not in Java. */
    Path writeJson(Path file) throws IOException {
        Files.write(
                file,
                new ObjectMapper()
                        .writeValueAsBytes(Map.of(
                                "from", from, "subject", subject, "headers", headers, "text", text, "html", html)));
        return file;
    }
}
