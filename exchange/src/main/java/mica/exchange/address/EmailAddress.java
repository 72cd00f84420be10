package mica.exchange.address;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address that MICA will write to: local part of RFC 5321 atoms, domain as lower-case A-labels. No quoted
 * strings, literals, comments or routes, with one exception: Japanese carriers gave out addresses before 2009 whose dots
 * break the RFC ({@code a..b@docomo.ne.jp}, {@code a.@ezweb.ne.jp}). These are taken for those carriers' domains only, and
 * are quoted on the wire.
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
        TOP_LEVEL_UNKNOWN,
        TOO_LONG
    }

    /** Either an address or the reason why there is none. */
    public sealed interface Outcome {
        record Parsed(EmailAddress address) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    private static final Set<String> DOMAINS_WITH_LOOSE_DOTS = Set.of("docomo.ne.jp", "ezweb.ne.jp", "au.com");

    /** Whose addresses may begin with a hyphen: it is forbidden nowhere but there, and programs take it for an option. */
    private static final Set<String> DOMAINS_WITH_LEADING_HYPHENS = Set.of("ezweb.ne.jp", "au.com");

    /** Besides letters and digits, what some provider gives out. Of RFC 5322's atoms the rest is refused: {@code !$%*`|}. */
    private static final String MARKS_IN_USE = "._-+=/?&'#{}~^";

    private static final String FIRST_MARKS = "_+.";
    private static final int LONGEST_TYPED = 2_000;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_ADDRESS = 254;

    public EmailAddress {
        if (!isLocalPart(localPart) || !DomainName.hasLetters(domain)) {
            throw new IllegalArgumentException("not the parts of an address");
        }
    }

    /**
     * Reads what a person typed, by the one set of rules for every entrance. Slips of a Japanese keyboard and marks that
     * nobody sees are mended first; the domain must be one that can exist.
     */
    public static Outcome parse(@Nullable String typed) {
        if (typed == null) {
            return refused(Refusal.EMPTY);
        }
        return typed.length() > LONGEST_TYPED ? refused(Refusal.TOO_LONG) : parse(TypedAddress.mended(typed), true);
    }

    /**
     * Reads what another zone sends. The rules are those of {@link #parse}, but for two: nothing is mended, as that was
     * done where it was typed, and a top-level domain need not be known here, as that zone's list may be newer.
     */
    public static Outcome arrived(String text) {
        Outcome outcome = text.length() > LONGEST_ADDRESS + 2 ? refused(Refusal.TOO_LONG) : parse(text, false);
        boolean mended = outcome instanceof Outcome.Parsed(EmailAddress address)
                && !address.spelled().equals(text)
                && !address.wireForm().equals(text);
        return mended ? refused(Refusal.DOMAIN_WRONG) : outcome;
    }

    private static Outcome parse(String text, boolean knownTopLevels) {
        if (text.isEmpty()) {
            return refused(Refusal.EMPTY);
        }
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return refused(Refusal.NO_AT);
        }
        String local = TypedAddress.localPart(text.substring(0, at));
        String host = TypedAddress.host(text.substring(at + 1));
        if (local.isEmpty()) {
            return refused(Refusal.LOCAL_PART_MISSING);
        }
        if (local.indexOf('@') >= 0 || local.indexOf(',') >= 0 || text.indexOf(';') >= 0) {
            return refused(Refusal.SEVERAL_ADDRESSES);
        }
        if (host.isEmpty()) {
            return refused(Refusal.DOMAIN_MISSING);
        }
        if (knownTopLevels && DomainName.hasTopLevel(host) && !TopLevelDomains.contains(DomainName.topLevel(host))) {
            return refused(Refusal.TOP_LEVEL_UNKNOWN);
        }
        String domain = DomainName.read(host);
        if (domain == null) {
            return refused(Refusal.DOMAIN_WRONG);
        }
        if (knownTopLevels && !TopLevelDomains.contains(DomainName.topLevel(domain))) {
            return refused(Refusal.TOP_LEVEL_UNKNOWN);
        }
        return parse(local, domain);
    }

    private static Outcome parse(String typedLocal, String domain) {
        boolean looseDots = DOMAINS_WITH_LOOSE_DOTS.contains(domain);
        String local = looseDots ? unquoted(typedLocal) : typedLocal;
        if (!isInUse(local, DOMAINS_WITH_LEADING_HYPHENS.contains(domain))) {
            return refused(Refusal.LOCAL_PART_CHARACTER);
        }
        if (hasLooseDots(local) && (!looseDots || local.startsWith("."))) {
            return refused(Refusal.LOCAL_PART_DOTS);
        }
        if (local.length() > LONGEST_LOCAL_PART || local.length() + 1 + domain.length() > LONGEST_ADDRESS) {
            return refused(Refusal.TOO_LONG);
        }
        return new Outcome.Parsed(new EmailAddress(local, domain));
    }

    /**
     * Reads an address that MICA itself wrote, perhaps by the wider rules of an earlier version: whoever was promised a
     * mail is at least written to. Empty when it is none.
     */
    public static Optional<EmailAddress> written(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || address.length() > LONGEST_ADDRESS + 2) {
            return Optional.empty();
        }
        String local = unquoted(address.substring(0, at));
        String domain = address.substring(at + 1).toLowerCase(Locale.ROOT);
        return isLocalPart(local) && DomainName.hasLetters(domain)
                ? Optional.of(new EmailAddress(local, domain))
                : Optional.empty();
    }

    /**
     * Reads an address that MICA itself wrote.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static EmailAddress of(String address) {
        return written(address).orElseThrow(() -> new IllegalArgumentException("not an address that MICA wrote"));
    }

    /** What was typed, for typing on: browsers change letters of a domain into {@code xn--…} before they send it. */
    public static String legible(String typed) {
        int at = typed.lastIndexOf('@');
        return typed.length() > LONGEST_TYPED || at < 0
                ? typed
                : typed.substring(0, at + 1) + DomainName.legible(typed.substring(at + 1));
    }

    /** The form for SMTP and headers: the local part is quoted where its dots break RFC 5321. */
    public String wireForm() {
        return hasLooseDots(localPart) ? "\"" + localPart + "\"@" + domain : spelled();
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

    private static boolean hasLooseDots(String local) {
        return local.startsWith(".") || local.endsWith(".") || local.contains("..");
    }

    private static String unquoted(String local) {
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        return quoted ? local.substring(1, local.length() - 1) : local;
    }

    private static boolean isInUse(String local, boolean leadingHyphen) {
        for (int i = 0; i < local.length(); i++) {
            if (!isLetterOrDigit(local.charAt(i)) && MARKS_IN_USE.indexOf(local.charAt(i)) < 0) {
                return false;
            }
        }
        char first = local.isEmpty() ? '@' : local.charAt(0);
        return isLetterOrDigit(first) || FIRST_MARKS.indexOf(first) >= 0 || (first == '-' && leadingHyphen);
    }

    private static boolean isLocalPart(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && MARKS_IN_USE.indexOf(c) < 0 && "!$%*`|".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
