package mica.office.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import mica.exchange.text.Kana;

/** The character sets that mails are written in: UTF-8, or ISO-2022-JP (RFC 1468) for mail servers that want it. */
public enum MailCharset {
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    ISO_2022_JP("ISO-2022-JP", Charset.forName("ISO-2022-JP"));

    private static final Pattern SHIFTS = Pattern.compile("\\x1B(.{0,2})");

    private final String label;
    private final Charset charset;

    MailCharset(String label, Charset charset) {
        this.label = label;
        this.charset = charset;
    }

    String label() {
        return label;
    }

    byte[] octets(String text) {
        return written(text).getBytes(charset);
    }

    /** As readers see it: ISO-2022-JP has no half-width kana, so they become full-width. */
    private String written(String text) {
        return this == UTF_8 ? text : Kana.fullWidth(text);
    }

    /** Whether a text comes back as it was, but for the width of kana. */
    boolean writes(String text) {
        String written = written(text);
        byte[] octets = octets(text);
        return charset.newEncoder().canEncode(written)
                && new String(octets, charset).equals(written)
                && (this == UTF_8 || shiftsAsAllowed(octets));
    }

    /** RFC 1468 names four sets; Java's encoder knows more. */
    private static boolean shiftsAsAllowed(byte[] octets) {
        return SHIFTS.matcher(new String(octets, StandardCharsets.ISO_8859_1))
                .results()
                .allMatch(shift -> switch (shift.group(1)) {
                    case "(B", "(J", "$@", "$B" -> true;
                    default -> false;
                });
    }

    /** A document names its own set, which must be this one. */
    String ofDocument(String html) {
        return this == UTF_8 ? html : html.replaceFirst("<meta charset=\"utf-8\">", "<meta charset=\"" + label + "\">");
    }

    /** The octets in pieces that each stand for whole characters alone, as those of encoded words must. */
    List<byte[]> pieces(String text, int first, int most) {
        return this == UTF_8 ? counted(text, first, most) : encoded(written(text), first, most);
    }

    private static List<byte[]> counted(String text, int first, int most) {
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

    /** Each piece goes into the set and out again, so its length is not the sum of its characters'. */
    private List<byte[]> encoded(String text, int first, int most) {
        List<byte[]> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        text.codePoints().forEach(c -> {
            int before = piece.length();
            piece.appendCodePoint(c);
            if (before > 0 && octets(piece.toString()).length > (pieces.isEmpty() ? first : most)) {
                pieces.add(octets(piece.substring(0, before)));
                piece.delete(0, before);
            }
        });
        pieces.add(octets(piece.toString()));
        return pieces;
    }
}
