package mica.office.dkim;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Verifies DKIM by text and patterns, written from RFC 6376 and 8463 and not from the signer. */
final class SecondReading {

    private SecondReading() {}

    /** Whether every signature of a message holds. @param records TXT records by their names */
    static boolean holds(String message, Map<String, String> records) throws GeneralSecurityException {
        int blank = message.indexOf("\r\n\r\n");
        List<String> fields = List.of(message.substring(0, blank).split("\r\n(?![ \t])"));
        String body = message.substring(blank + 4);
        int found = 0;
        for (String field : fields) {
            if (field.toLowerCase(Locale.ROOT).startsWith("dkim-signature:")) {
                found++;
                if (!holds(field, fields, body, records)) {
                    return false;
                }
            }
        }
        return found > 0;
    }

    private static boolean holds(String own, List<String> fields, String body, Map<String, String> records)
            throws GeneralSecurityException {
        Map<String, String> tags = tags(own.substring(own.indexOf(':') + 1));
        byte[] hash = sha256(relaxedBody(body));
        if (!Base64.getEncoder().encodeToString(hash).equals(tags.get("bh"))) {
            return false;
        }
        List<String> left = new ArrayList<>(fields);
        StringBuilder signed = new StringBuilder();
        for (String name : requireNonNull(tags.get("h")).split(":")) {
            for (int i = left.size() - 1; i >= 0; i--) {
                String field = left.get(i);
                if (field.substring(0, field.indexOf(':')).strip().equalsIgnoreCase(name.strip())) {
                    signed.append(relaxedField(field)).append("\r\n");
                    left.remove(i);
                    break;
                }
            }
        }
        signed.append(relaxedField(own).replaceFirst("([; ]b=)[^;]*", "$1"));
        Map<String, String> record = tags(requireNonNull(records.get(tags.get("s") + "._domainkey." + tags.get("d"))));
        byte[] content = signed.toString().getBytes(StandardCharsets.UTF_8);
        boolean ed25519 = requireNonNull(tags.get("a")).equals("ed25519-sha256");
        Signature signature = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withRSA");
        signature.initVerify(key(ed25519, Base64.getDecoder().decode(record.get("p"))));
        signature.update(ed25519 ? sha256(content) : content);
        return signature.verify(Base64.getDecoder().decode(tags.get("b")));
    }

    private static PublicKey key(boolean ed25519, byte[] published) throws GeneralSecurityException {
        if (!ed25519) {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(published));
        }
        byte[] octets = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(published));
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(octets));
    }

    private static Map<String, String> tags(String list) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : list.split(";")) {
            if (!tag.isBlank()) {
                int equals = tag.indexOf('=');
                tags.put(
                        tag.substring(0, equals).strip(),
                        tag.substring(equals + 1).replaceAll("\\s", ""));
            }
        }
        return tags;
    }

    private static String relaxedField(String field) {
        int colon = field.indexOf(':');
        String value = field.substring(colon + 1).replace("\r\n", "").replaceAll("[ \t]+", " ");
        return field.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value.strip();
    }

    private static byte[] relaxedBody(String body) {
        String lines =
                body.replaceAll("[ \t]+", " ").replaceAll(" \r\n", "\r\n").replaceAll("(\r\n)*$", "");
        return (lines.isEmpty() ? "" : lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] sha256(byte[] content) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
