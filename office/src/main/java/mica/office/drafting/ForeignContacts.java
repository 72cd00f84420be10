package mica.office.drafting;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.directory.ServiceFacts;

/**
 * Finds mail addresses, links and telephone numbers that are neither the authority's nor a partner's of the service's
 * file: what a reader must not be led to, and what would give somebody away. Reads texts in NFKC.
 */
final class ForeignContacts {

    private static final String HOST = "(?:[\\p{L}\\p{N}-]+\\.){1,10}(?:\\p{L}[\\p{L}\\p{N}-]+)";

    private static final String LOCAL = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~.\"-]";

    /** Begins where a row of signs begins, or where the last address ended: a long row is looked through once. */
    private static final Pattern MAIL = Pattern.compile(
            "(?:(?<!" + LOCAL + ")|\\G)" + LOCAL + "++[ \\t]*(?:@|\\[(?:at|@)]|\\((?:at|@)\\)|<at>)[ \\t]*" + HOST,
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LINK =
            Pattern.compile("\\b[a-z][a-z0-9+.-]{1,11}:/{1,2}(?<rest>[^\\s」』）】>、。]+)", Pattern.CASE_INSENSITIVE);

    /** Without a scheme only what ends like an address of the web, so that "No.5" or a missing blank is none. */
    private static final Pattern BARE_LINK = Pattern.compile(
            "(?<![@\\w.:/-])(?<rest>(?:[a-z0-9-]+\\.){1,10}(?:com|net|org|info|biz|jp|io|co|me|tv|cc|xyz|top|site|online|shop|store"
                    + "|app|dev|link|page|club|work|live|asia|tokyo|osaka|nagoya|cn|hk|tw|kr|vn|us|uk|eu|de|fr|ru|ly|gl|gd|gg"
                    + "|gle|xn--[a-z0-9-]+)(?![\\w.-]*[a-z0-9])(?:[:/?#][^\\s」』）】>、。]*)?)",
            Pattern.CASE_INSENSITIVE);

    private static final String GAP = "[-. /・]{0,2}";
    private static final String GROUP = "(?:\\(\\d{1,4}\\)|\\d{1,4})";
    // The last group is a long one: hours of business follow a number, (9:00–17:00).
    private static final Pattern PHONE = Pattern.compile("(?<![\\d-])(?:(?:0\\d{1,4}|\\(0\\d{1,4}\\))" + GAP + GROUP
            + GAP + "|\\+ ?\\d{1,3}(?:" + GAP + GROUP + "){1,4}" + GAP + ")\\d{3,4}(?!\\d)");
    /** Shorter ones are dates and clock times, longer ones are no telephone numbers (ITU-T E.164: 15). */
    private static final int SHORTEST_PHONE = 9;

    private static final int LONGEST_PHONE = 15;

    private final Set<String> mails = new HashSet<>();
    private final Set<String> hosts = new HashSet<>();
    private final Set<String> phones = new HashSet<>();
    /** Under which the authority has its site and its mail; empty when it shares its mail's domain with others. */
    private final String ownDomain;

    ForeignContacts(ServiceFacts service) {
        mails.add(service.email().toLowerCase(Locale.ROOT));
        phones.add(digits(service.phone()));
        String site = host(service.publicUrl().replaceFirst("^[a-z]+://", ""));
        hosts.add(site);
        String domain = domain(service.email());
        ownDomain = site.equals(domain) || site.endsWith("." + domain) ? domain : "";
        for (String partner : service.partners()) {
            if (partner.contains("@")) {
                mails.add(partner.toLowerCase(Locale.ROOT));
            } else if (digits(partner).length() >= SHORTEST_PHONE && !partner.contains("/")) {
                phones.add(digits(partner));
            } else {
                hosts.add(host(partner.replaceFirst("^[a-z]+://", "")));
            }
        }
    }

    List<String> mails(String text) {
        return found(MAIL, text)
                .map(mail -> mail.replaceAll("[ \\t]", ""))
                .filter(mail -> !mails.contains(mail.toLowerCase(Locale.ROOT)) && !isOwn(domain(mail)))
                .distinct()
                .toList();
    }

    List<String> links(String text) {
        // A mail address ends like a link and is told as what it is.
        String read = MAIL.matcher(text).replaceAll(" ");
        return Stream.concat(
                        links(LINK, text), links(BARE_LINK, LINK.matcher(read).replaceAll(" ")))
                .distinct()
                .toList();
    }

    private Stream<String> links(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results()
                .filter(link -> !hosts.contains(host(link.group("rest"))) && !isOwn(host(link.group("rest"))))
                .map(link -> link.group());
    }

    private boolean isOwn(String host) {
        return !ownDomain.isEmpty() && (host.equals(ownDomain) || host.endsWith("." + ownDomain));
    }

    private static String domain(String mail) {
        return mail.substring(mail.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    List<String> phones(String text) {
        return allPhones(text)
                .filter(phone -> !phones.contains(digits(phone)))
                .distinct()
                .toList();
    }

    /** Whether a text tells the authority's own number. */
    boolean tells(String phone, String text) {
        return allPhones(text).anyMatch(found -> digits(found).equals(digits(phone)));
    }

    private static Stream<String> allPhones(String text) {
        return found(PHONE, text.replaceAll("[‐‑‒–—―−ー](?=\\d)", "-"))
                .map(String::strip)
                .filter(phone -> {
                    int digits = digits(phone).length();
                    return digits >= SHORTEST_PHONE && digits <= LONGEST_PHONE;
                });
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group());
    }

    /** What a browser would ask: behind a name that only looks like the host, before port and path. */
    private static String host(String afterScheme) {
        String authority = afterScheme.split("[/?#\\\\]", 2)[0];
        String host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
        return host.replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
    }

    private static String digits(String phone) {
        String digits = OwnNames.normal(phone).replaceAll("[^\\d+]", "");
        return digits.startsWith("+81") ? "0" + digits.substring(3).replaceFirst("^0", "") : digits;
    }
}
