package mica.office.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mica.office.message.MessageSigner;

/**
 * Signs mails in the name of the sender's domain (DKIM, RFC 6376, relaxed/relaxed), once with each of its keys. Threads
 * may share it, and sign beside each other.
 */
public final class DkimSigner implements MessageSigner {

    /** What a relay or reader must not change unnoticed. RFC 8058 wants the two of List-Unsubscribe among them. */
    private static final Set<String> SIGNED = Set.of(
            "from",
            "to",
            "cc",
            "reply-to",
            "sender",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "content-language",
            "auto-submitted",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "feedback-id");

    /** Named once more than they are there, so that nobody adds a second one (RFC 6376, 8.15). */
    private static final List<String> NOT_ADDED = List.of(
            "from", "to", "cc", "reply-to", "sender", "subject", "date", "message-id", "mime-version", "content-type");

    private static final int LONGEST_LINE = 76;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final String domain;
    private final List<DkimKey> keys;

    /** @param domain the one of From, so that DMARC finds both alike */
    public DkimSigner(String domain, List<DkimKey> keys) {
        Set<String> selectors = new HashSet<>();
        for (DkimKey key : keys) {
            if (!selectors.add(key.selector())) {
                throw new IllegalArgumentException("two DKIM keys under the selector " + key.selector());
            }
        }
        this.domain = domain;
        this.keys = List.copyOf(keys);
    }

    public String domain() {
        return domain;
    }

    public List<DkimKey> keys() {
        return keys;
    }

    private record Field(String name, int start, int end) {}

    @Override
    public byte[] header(byte[] message, int bodyStart, int length) {
        if (keys.isEmpty()) {
            return new byte[0];
        }
        String bodyHash = Base64.getEncoder().encodeToString(Canonical.bodyHash(message, bodyStart, length));
        List<Field> fields = signed(message, bodyStart);
        byte[] content = content(message, fields);
        String names = names(fields);
        ByteArrayOutputStream header = new ByteArrayOutputStream(512 * keys.size());
        for (DkimKey key : keys) {
            header.writeBytes(sign(key, content, names, bodyHash));
        }
        return header.toByteArray();
    }

    private byte[] sign(DkimKey key, byte[] content, String names, String bodyHash) {
        String unsigned = "DKIM-Signature: v=1; a=" + key.algorithm().tag() + "; c=relaxed/relaxed; d=" + domain
                + ";\r\n s=" + key.selector() + "; h=" + names + ";\r\n bh=" + bodyHash + ";\r\n b=";
        byte[] own = unsigned.getBytes(StandardCharsets.US_ASCII);
        byte[] canonical = Canonical.field(own, 0, own.length);
        byte[] all = new byte[content.length + canonical.length];
        System.arraycopy(content, 0, all, 0, content.length);
        System.arraycopy(canonical, 0, all, content.length, canonical.length);
        byte[] signature = switch (key.algorithm()) {
            case RSA -> key.sign(all);
            case ED25519 -> key.sign(Canonical.sha256().digest(all));
        };
        return (unsigned + folded(Base64.getEncoder().encodeToString(signature)) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The fields of a header section that are signed, in their order. */
    private static List<Field> signed(byte[] message, int bodyStart) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < bodyStart) {
            int end = start;
            do {
                while (end < bodyStart && message[end] != '\n') {
                    end++;
                }
                end++;
            } while (end < bodyStart && Canonical.isSpace(message[end]));
            int stop = Math.min(end, bodyStart);
            String name = Canonical.name(message, start, stop);
            if (SIGNED.contains(name)) {
                fields.add(new Field(name, start, stop));
            }
            start = end;
        }
        return fields;
    }

    /** Of fields with the same name the last comes first (RFC 6376, 5.4.2); a missing one adds nothing. */
    private static byte[] content(byte[] message, List<Field> fields) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(1_024);
        Map<String, Integer> taken = new HashMap<>();
        for (Field field : fields) {
            Field one = last(fields, field.name(), taken.merge(field.name(), 1, Integer::sum));
            content.writeBytes(Canonical.field(message, one.start(), one.end()));
            content.writeBytes(LINE_END);
        }
        return content.toByteArray();
    }

    private static Field last(List<Field> fields, String name, int fromEnd) {
        int left = fromEnd;
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).name().equals(name) && --left == 0) {
                return fields.get(i);
            }
        }
        throw new IllegalStateException("no such field");
    }

    private static String names(List<Field> fields) {
        StringBuilder names = new StringBuilder();
        int width = 0;
        List<String> all = new ArrayList<>(fields.stream().map(Field::name).toList());
        all.addAll(NOT_ADDED);
        for (String name : all) {
            if (!names.isEmpty()) {
                names.append(':');
                width++;
            }
            if (width + name.length() > LONGEST_LINE - 20) {
                names.append("\r\n ");
                width = 0;
            }
            names.append(name);
            width += name.length();
        }
        return names.toString();
    }

    private static String folded(String base64) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < base64.length(); i += LONGEST_LINE - 4) {
            if (i > 0) {
                lines.append("\r\n ");
            }
            lines.append(base64, i, Math.min(base64.length(), i + LONGEST_LINE - 4));
        }
        return lines.toString();
    }
}
