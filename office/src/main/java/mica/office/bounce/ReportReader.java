package mica.office.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.office.outcome.Meaning;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/**
 * Reads reports of mail servers (RFC 3464), and tells them from automatic answers (RFC 3834). Whom a report names is not
 * even looked at: anybody can write that. Never fails; threads may share it.
 */
final class ReportReader {

    private static final int LONGEST_STATUS_PART = 16_384;

    private static final MimeConfig LIMITS = MimeConfig.custom()
            .setMaxLineLen(4_096)
            .setMaxHeaderLen(16_384)
            .setMaxHeaderCount(500)
            .setMaxContentLen(1_000_000)
            .setStrictParsing(false)
            .build();

    private static final Pattern ACTION = Pattern.compile("(?im)^action[ \\t]*:[ \\t]*([a-z]+)");
    private static final Pattern STATUS =
            Pattern.compile("(?im)^status[ \\t]*:[ \\t]*([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");

    private ReportReader() {}

    static Report read(byte[] message) {
        Seen seen = new Seen();
        MimeStreamParser parser = new MimeStreamParser(LIMITS);
        parser.setContentHandler(seen);
        parser.setContentDecoding(true);
        try {
            parser.parse(new ByteArrayInputStream(message));
        } catch (MimeException | IOException | RuntimeException broken) {
            // What was seen before it broke still tells; a report is often cut off at its end.
            return seen.report();
        }
        return seen.report();
    }

    /** What matters of one message. */
    private static final class Seen extends AbstractContentHandler {

        private int depth;
        private boolean automatic;
        private boolean isReport;
        private String status = "";

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
            String name = field.getName().toLowerCase(Locale.ROOT);
            String value = String.valueOf(field.getBody()).strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "auto-submitted" -> automatic |= value.startsWith("auto-replied");
                case "x-autoreply", "x-autorespond", "x-auto-response-suppress" -> automatic = true;
                case "precedence" -> automatic |= value.equals("auto_reply");
                case "content-type" ->
                    isReport |= value.startsWith("multipart/report") && value.contains("delivery-status");
                default -> {}
            }
        }

        @Override
        public void body(BodyDescriptor part, InputStream content) throws IOException {
            String type = part.getMimeType().toLowerCase(Locale.ROOT);
            if (status.isEmpty()
                    && (type.equals("message/delivery-status") || type.equals("message/global-delivery-status"))) {
                status = new String(content.readNBytes(LONGEST_STATUS_PART), StandardCharsets.UTF_8);
            }
        }

        Report report() {
            if (!isReport || status.isEmpty()) {
                return automatic ? new Report.Automatic() : new Report.Unreadable();
            }
            // Our mails have one recipient each, so the first group of the part is the one.
            Matcher action = ACTION.matcher(status);
            if (!action.find()) {
                return new Report.Unreadable();
            }
            if (!action.group(1).toLowerCase(Locale.ROOT).equals("failed")) {
                return new Report.NotFailed();
            }
            Matcher code = STATUS.matcher(status);
            return new Report.Failed(code.find() ? Meaning.of(code.group(1)) : Meaning.UNTOLD);
        }
    }
}
