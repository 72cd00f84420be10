package mica.office.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;

/** Gathers of a message what {@link Letter} holds, within limits, while it is parsed. For one thread. */
final class LetterReader extends AbstractContentHandler {

    private static final int LONGEST_PART = 16_384;
    private static final int LONGEST_TEXT = 24_000;
    private static final int LONGEST_HEADER = 500;

    private static final Pattern TAG = Pattern.compile("<[a-zA-Z/!][^<>]{0,2000}+>");
    private static final Pattern REPORT_TYPE = Pattern.compile("report-type[ \\t]*=[ \\t]*\"?([a-z-]{1,40})");

    /** Where the message that comes back begins. */
    private static final Pattern RETURNED = Pattern.compile("(?im)^[ \\t>]{0,8}(?:"
            + "(?:-{2,}|={3,}|_{3,}).{0,40}(?:original|copy of|below this line|unsent|returned|undelivered|rejected message)"
            + "|(?:below is|here is|the following is|the attachment contains) (?:a copy of )?(?:the|your) .{0,16}(?:message|mail)"
            + "|(?:the )?(?:text|header|body|copy)s? of (?:the|your) .{0,24}(?:message|mail)"
            + "|(?:original|returned|rejected) message(?: headers?| follows)?[ \\t]*:?[ \\t]*$|message headers? follows?"
            + ")|^(?:(?:received|return-path|message-id|mime-version|dkim-signature|x-mailer)[ \\t]*:[ \\t]*\\S)");

    private int depth;
    private String from = "";
    private String subject = "";
    private String type = "";
    private boolean automatic;
    private boolean names;
    private String status = "";
    private String unparted = "";
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder marked = new StringBuilder();

    @Override
    public void startMessage() {
        depth++;
    }

    @Override
    public void endMessage() {
        depth--;
    }

    @Override
    public void field(Field field) {
        if (depth != 1) {
            return;
        }
        String value = String.valueOf(field.getBody()).strip();
        String small = value.toLowerCase(Locale.ROOT);
        switch (field.getName().toLowerCase(Locale.ROOT)) {
            case "from" -> from = from.isEmpty() ? decoded(value) : from;
            case "subject" -> subject = subject.isEmpty() ? decoded(value) : subject;
            case "auto-submitted" -> automatic |= small.startsWith("auto-replied");
            case "x-autoreply", "x-autorespond", "x-auto-response-suppress" -> automatic = true;
            case "precedence" -> automatic |= small.equals("auto_reply");
            case "x-failed-recipients" -> names = true;
            case "content-type" ->
                type = type.isEmpty() && small.startsWith("multipart/report") ? reportType(small) : type;
            default -> {}
        }
    }

    private static String reportType(String contentType) {
        Matcher named = REPORT_TYPE.matcher(contentType);
        return named.find() ? named.group(1) : "unnamed";
    }

    private static String decoded(String header) {
        String text = header.length() > LONGEST_HEADER ? header.substring(0, LONGEST_HEADER) : header;
        try {
            return DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT);
        } catch (RuntimeException notEncoded) {
            return text;
        }
    }

    @Override
    public void body(BodyDescriptor part, InputStream content) throws IOException {
        String kind = part.getMimeType().toLowerCase(Locale.ROOT);
        if (kind.equals("message/delivery-status") || kind.equals("message/global-delivery-status")) {
            // Wrapped in another message it is one as well: filters and forwarders do that.
            status = status.isEmpty() ? new String(content.readNBytes(LONGEST_PART), StandardCharsets.UTF_8) : status;
        } else if (depth == 1 && (kind.equals("text/plain") || kind.equals("text/html"))) {
            boolean html = kind.equals("text/html");
            StringBuilder text = html ? marked : plain;
            if (text.length() < LONGEST_TEXT) {
                String read = new String(content.readNBytes(LONGEST_PART), charset(part.getCharset()));
                text.append(html ? TAG.matcher(read).replaceAll(" ") : read).append('\n');
            }
        }
    }

    /** Where the boundary is not the one announced, everything stands before the first. */
    @Override
    public void preamble(InputStream content) throws IOException {
        if (depth == 1 && unparted.isEmpty()) {
            unparted = new String(content.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
        }
    }

    private static Charset charset(@Nullable String name) {
        try {
            return name == null || name.equalsIgnoreCase("us-ascii") ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    Letter letter() {
        String parted = (plain.isEmpty() ? marked : plain).toString();
        String text = parted.isBlank() ? unparted : parted;
        Matcher returned = RETURNED.matcher(text);
        return new Letter(
                from,
                subject,
                type,
                automatic,
                names,
                status,
                returned.find() ? text.substring(0, returned.start()) : text);
    }
}
