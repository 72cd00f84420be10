package mica.exchange.address;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address that MICA will write to: ASCII local part of RFC 5321 atoms, domain as lower-case A-labels. No
 * quoted strings, literals, comments or routes, with one exception: Japanese carriers gave out addresses before 2009
 * whose dots break the RFC ({@code a..b@docomo.ne.jp}, {@code a.@ezweb.ne.jp}). These are taken for those carriers'
 * domains only, and are quoted on the wire.
 *
 * @param localPart as typed, at most 64 octets (RFC 5321, 4.5.3.1.1), never quoted here
 * @param domain lower case, at most 253 octets
 */
public record EmailAddress(String localPart, String domain) {

    /** Why a typed address was not taken. */
    public enum Refusal {
        EMPTY,
        NO_AT,
        SEVERAL_ADDRESSES,
        LOCAL_PART_MISSING,
        LOCAL_PART_CHARACTER,
        LOCAL_PART_DOTS,
        DOMAIN_MISSING,
        DOMAIN_WRONG,
        TOO_LONG
    }

    /** Either an address or the reason why there is none. */
    public sealed interface Outcome {
        record Parsed(EmailAddress address) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    private static final Set<String> DOMAINS_WITH_LOOSE_DOTS = Set.of("docomo.ne.jp", "ezweb.ne.jp", "au.com");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_ADDRESS = 254;

    public EmailAddress {
        if (!isLocalPart(localPart) || !isDomain(domain)) {
            throw new IllegalArgumentException("not the parts of an address");
        }
    }

    /** Reads what a visitor typed. Wide letters of a Japanese keyboard are folded to ASCII first. */
    public static Outcome parse(@Nullable String typed) {
        if (typed == null || typed.length() > 2_000) {
            return typed == null ? refused(Refusal.EMPTY) : refused(Refusal.TOO_LONG);
        }
        String text = foldWidth(typed).strip();
        if (text.isEmpty()) {
            return refused(Refusal.EMPTY);
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return refused(Refusal.NO_AT);
        }
        String local = text.substring(0, at);
        String host = text.substring(at + 1);
        if (local.isEmpty()) {
            return refused(Refusal.LOCAL_PART_MISSING);
        }
        if (local.indexOf('@') >= 0 || text.indexOf(',') >= 0 || text.indexOf(';') >= 0) {
            return refused(Refusal.SEVERAL_ADDRESSES);
        }
        if (host.isEmpty()) {
            return refused(Refusal.DOMAIN_MISSING);
        }
        String domain = domain(host);
        if (domain == null) {
            return refused(Refusal.DOMAIN_WRONG);
        }
        boolean looseDots = DOMAINS_WITH_LOOSE_DOTS.contains(domain);
        if (looseDots && local.length() > 2 && local.startsWith("\"") && local.endsWith("\"")) {
            local = local.substring(1, local.length() - 1);
        }
        if (!isLocalPart(local)) {
            return refused(Refusal.LOCAL_PART_CHARACTER);
        }
        boolean broken = local.startsWith(".") || local.endsWith(".") || local.contains("..");
        if (broken && (!looseDots || local.startsWith("."))) {
            return refused(Refusal.LOCAL_PART_DOTS);
        }
        if (local.length() > LONGEST_LOCAL_PART || local.length() + 1 + domain.length() > LONGEST_ADDRESS) {
            return refused(Refusal.TOO_LONG);
        }
        return new Outcome.Parsed(new EmailAddress(local, domain));
    }

    /**
     * Reads an address that MICA itself wrote.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static EmailAddress of(String address) {
        return switch (parse(address)) {
            case Outcome.Parsed parsed -> parsed.address();
            case Outcome.Refused refused ->
                throw new IllegalArgumentException("not an address MICA can write to: " + refused.reason());
        };
    }

    /** The form for SMTP and headers: the local part is quoted where its dots break RFC 5321. */
    public String wireForm() {
        boolean quoted = localPart.startsWith(".") || localPart.endsWith(".") || localPart.contains("..");
        return quoted ? "\"" + localPart + "\"@" + domain : localPart + "@" + domain;
    }

    /** What two spellings of one mailbox have in common; for counting people, never for writing to them. */
    public String identity() {
        return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
    }

    /** Without the local part, so that no log line holds an address by accident. */
    @Override
    public String toString() {
        return "…@" + domain;
    }

    /** Enough for its owner to recognise it, such as {@code a***@example.jp}; as many stars whatever its length. */
    public String masked() {
        return localPart.charAt(0) + "***@" + domain;
    }

    /** The address as its owner knows it. */
    public String spelled() {
        return localPart + "@" + domain;
    }

    private static Outcome refused(Refusal reason) {
        return new Outcome.Refused(reason);
    }

    private static boolean isLocalPart(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.' && !isAtomText(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDomain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.' && !isLabelText(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isLabelText(char c) {
        return c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isAtomText(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static String foldWidth(String typed) {
        StringBuilder folded = new StringBuilder(typed.length());
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c >= '！' && c <= '～') {
                folded.append((char) (c - 0xFEE0));
            } else if (c == '　') {
                folded.append(' ');
            } else if (c == '。') {
                folded.append('.');
            } else {
                folded.append(c);
            }
        }
        return folded.toString();
    }

    private static @Nullable String domain(String host) {
        if (host.length() > 253 || host.startsWith("[") || host.endsWith(".") || !host.contains(".")) {
            return null;
        }
        String ascii = isDomain(host) ? host : ascii(host);
        if (ascii == null || ascii.length() > 253) {
            return null;
        }
        String[] labels = ascii.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
                return null;
            }
            if (!isDomain(label)) {
                return null;
            }
        }
        String top = labels[labels.length - 1];
        boolean letters = top.startsWith("xn--") || top.chars().allMatch(c -> c >= 'a' && c <= 'z');
        return labels.length >= 2 && top.length() >= 2 && letters ? ascii : null;
    }

    private static @Nullable String ascii(String host) {
        try {
            return IDN.toASCII(Normalizer.normalize(host, Normalizer.Form.NFC), IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notADomain) {
            return null;
        }
    }
}
