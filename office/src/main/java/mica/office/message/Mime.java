package mica.office.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;

/** Writes headers and parts of one message. Non-ASCII goes into encoded words (RFC 2047), bodies into base64. */
final class Mime {

    /** An encoded word has at most 75 characters (RFC 2047, 2). */
    private static final int LONGEST_WORD = 75;

    private static final int LONGEST_LINE = 76;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
    private final List<Body> bodies = new ArrayList<>();
    private final MailCharset charset;

    /** A content, and where its base64 begins. */
    @SuppressWarnings("ArrayRecordComponent")
    record Body(int start, byte[] content) {}

    Mime(MailCharset charset) {
        this.charset = charset;
    }

    List<Body> bodies() {
        return bodies;
    }

    MailCharset charset() {
        return charset;
    }

    /** Where the body of a written message begins. */
    static int bodyStart(byte[] message) {
        for (int i = 0; i + 3 < message.length; i++) {
            if (message[i] == '\r' && message[i + 1] == '\n' && message[i + 2] == '\r' && message[i + 3] == '\n') {
                return i + 4;
            }
        }
        return message.length;
    }

    byte[] octets() {
        return out.toByteArray();
    }

    void header(String name, HeaderText value) {
        write(name + ": " + folded(value, name.length() + 2) + "\r\n");
    }

    void address(String name, EmailAddress address) {
        write(name + ": " + address.wireForm() + "\r\n");
    }

    /** With a display name, always as encoded words, so that no name needs quoting. */
    void address(String name, HeaderText display, EmailAddress address) {
        write(name + ": " + encoded(display.text(), name.length() + 2) + "\r\n <" + address.wireForm() + ">\r\n");
    }

    void multipart(String subtype, String boundary) {
        write("Content-Type: multipart/" + subtype + ";\r\n boundary=\"" + boundary + "\"\r\n\r\n");
    }

    void part(String boundary) {
        write("--" + boundary + "\r\n");
    }

    void end(String boundary) {
        write("--" + boundary + "--\r\n");
    }

    /** @param lines ended by CR LF */
    void text(String subtype, String lines) {
        write("Content-Type: text/" + subtype + "; charset=" + charset.label() + "\r\n");
        body(charset.octets(lines));
    }

    /** The name twice: by RFC 2231 as it should be, and by RFC 2047 for the readers that know no better. */
    void attachment(Attachment attachment) {
        String name = attachment.fileName().text();
        write("Content-Type: " + attachment.type() + ";\r\n name=\"" + encoded(name, 7) + "\"\r\n");
        write("Content-Disposition: attachment" + continued("filename", name) + "\r\n");
        body(attachment.content());
    }

    private void body(byte[] content) {
        write("Content-Transfer-Encoding: base64\r\n\r\n");
        bodies.add(new Body(out.size(), content));
        out.writeBytes(LINES.encode(content));
        write("\r\n");
    }

    private String folded(HeaderText value, int column) {
        if (!value.isAscii() || value.text().contains("=?")) {
            return encoded(value.text(), column);
        }
        StringBuilder folded = new StringBuilder();
        int width = column;
        for (String word : value.text().split(" ")) {
            if (word.isEmpty()) {
                continue;
            }
            if (word.length() > 900) {
                return encoded(value.text(), column);
            }
            boolean first = folded.isEmpty();
            if (!first && width + 1 + word.length() > LONGEST_LINE) {
                folded.append("\r\n ");
                width = 1;
            } else if (!first) {
                folded.append(' ');
                width++;
            }
            folded.append(word);
            width += word.length();
        }
        return folded.toString();
    }

    /** Encoded words, one a line, none of which parts a character; the first line begins at a column. */
    private String encoded(String text, int column) {
        String frame = "=?" + charset.label() + "?B?";
        int most = (LONGEST_WORD - frame.length() - 2) / 4 * 3;
        int first = Math.clamp((LONGEST_LINE - frame.length() - 2 - column) / 4 * 3, 12, most);
        return charset.pieces(text, first, most).stream()
                .map(octets -> frame + Base64.getEncoder().encodeToString(octets) + "?=")
                .collect(Collectors.joining("\r\n "));
    }

    /** A parameter in continuations of RFC 2231. */
    private static String continued(String parameter, String value) {
        StringBuilder lines = new StringBuilder();
        List<byte[]> pieces = MailCharset.UTF_8.pieces(value, 18, 18);
        for (int i = 0; i < pieces.size(); i++) {
            lines.append(";\r\n ").append(parameter).append('*').append(i).append("*=");
            if (i == 0) {
                lines.append("UTF-8''");
            }
            for (byte octet : pieces.get(i)) {
                lines.append('%')
                        .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
        return lines.toString();
    }

    private void write(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
