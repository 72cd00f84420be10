package mica.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** The local parts of addresses, looked for as they are and in every form in which they might slip through. */
final class Needles {

    private record Needle(String local, String form, String text) {}

    private final List<Needle> exact = new ArrayList<>();
    private final List<Needle> folded = new ArrayList<>();

    Needles(List<String> addresses) {
        for (String address : addresses) {
            String local = address.substring(0, address.lastIndexOf('@'));
            byte[] octets = local.getBytes(StandardCharsets.US_ASCII);
            fold(local, "plain", local);
            fold(local, "hexadecimal", HexFormat.of().formatHex(octets));
            fold(local, "percent", each(local, "%%%02x"));
            fold(local, "decimal entities", each(local, "&#%d;"));
            fold(local, "hexadecimal entities", each(local, "&#x%x;"));
            fold(local, "escapes", each(local, "\\u%04x"));
            fold(local, "quoted-printable", each(local, "=%02x"));
            fold(local, "backwards", new StringBuilder(local).reverse().toString());
            fold(local, "sixteen bits", each(local, "%c\0"));
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                for (int shift = 0; shift < 3; shift++) {
                    exact.add(new Needle(local, "base64", inner(encoder, octets, shift)));
                }
            }
        }
    }

    private void fold(String local, String form, String text) {
        folded.add(new Needle(local, form, text.toLowerCase(Locale.ROOT)));
    }

    private static String each(String text, String format) {
        return text.chars()
                .mapToObj(letter -> format.contains("%c") ? format.formatted((char) letter) : format.formatted(letter))
                .collect(Collectors.joining());
    }

    /** The letters of base64 that stand for these octets whatever stands around them. */
    private static String inner(Base64.Encoder encoder, byte[] octets, int shift) {
        byte[] shifted = new byte[octets.length + shift];
        System.arraycopy(octets, 0, shifted, shift, octets.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int from = shift == 0 ? 0 : shift + 1;
        int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
        return encoded.substring(from, to);
    }

    /** What was found, in words; empty when nothing was. PDF files are unpacked. */
    Optional<String> in(byte[] octets) {
        Optional<String> found = in(new String(octets, StandardCharsets.ISO_8859_1));
        return found.isEmpty() && startsLikePdf(octets) ? in(unpacked(octets)) : found;
    }

    Optional<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (Needle needle : folded) {
            if (lower.contains(needle.text())) {
                return Optional.of(needle.local() + " as " + needle.form());
            }
        }
        return exact.stream()
                .filter(needle -> text.contains(needle.text()))
                .map(needle -> needle.local() + " as " + needle.form())
                .findFirst();
    }

    private static boolean startsLikePdf(byte[] octets) {
        return octets.length > 4 && octets[0] == '%' && octets[1] == 'P' && octets[2] == 'D' && octets[3] == 'F';
    }

    /** The text of a PDF and the octets of all its streams. */
    private static String unpacked(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            StringBuilder all = new StringBuilder(new PDFTextStripper().getText(document));
            for (COSObjectKey key : document.getDocument().getXrefTable().keySet()) {
                var object = document.getDocument().getObjectFromPool(key).getObject();
                // Fonts and pictures hold no text.
                if (object instanceof COSStream stream && !stream.containsKey(COSName.LENGTH1)) {
                    all.append(new String(stream.createInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
                }
                all.append(object instanceof COSStream ? "" : object);
            }
            return all.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
