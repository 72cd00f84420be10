package mica.office.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;

/** Writes headers and parts of one message. Non-ASCII goes into encoded words (RFC 2047), bodies into base64. */
final class Mime {

    /** An encoded word has at most 75 characters, 12 of them are its frame: 45 octets make 60 of base64. */
    private static final int OCTETS_OF_WORD = 45;

    private static final int LONGEST_LINE = 76;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
    private final List<Body> bodies = new ArrayList<>();

    /** A content, and where its base64 begins. */
    @SuppressWarnings("ArrayRecordComponent")
    record Body(int start, byte[] content) {}

    List<Body> bodies() {
        return bodies;
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

    void text(String subtype, byte[] content) {
        write("Content-Type: text/" + subtype + "; charset=UTF-8\r\n");
        body(content);
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

    private static String folded(HeaderText value, int column) {
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
    private static String encoded(String text, int column) {
        int first = Math.clamp((LONGEST_LINE - 12 - column) / 4 * 3, 12, OCTETS_OF_WORD);
        return pieces(text, first, OCTETS_OF_WORD).stream()
                .map(octets -> "=?UTF-8?B?" + Base64.getEncoder().encodeToString(octets) + "?=")
                .collect(Collectors.joining("\r\n "));
    }

    /** A parameter in continuations of RFC 2231. */
    private static String continued(String parameter, String value) {
        StringBuilder lines = new StringBuilder();
        List<byte[]> pieces = pieces(value, 18, 18);
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

    private static List<byte[]> pieces(String text, int first, int most) {
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream(most);
        text.codePoints().forEach(c -> {
            byte[] octets = Character.toString(c).getBytes(StandardCharsets.UTF_8);
            if (piece.size() + octets.length > (pieces.isEmpty() ? first : most)) {
                pieces.add(piece.toByteArray());
                piece.reset();
            }
            piece.writeBytes(octets);
        });
        pieces.add(piece.toByteArray());
        return pieces;
    }

    private void write(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
