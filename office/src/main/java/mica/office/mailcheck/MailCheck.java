package mica.office.mailcheck;

import static mica.office.mailcheck.MailFinding.Level.BAD;
import static mica.office.mailcheck.MailFinding.Level.DOUBT;
import static mica.office.mailcheck.MailFinding.Level.GOOD;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.office.dkim.DkimKey;
import mica.office.mailcheck.MailFinding.Level;
import mica.office.relay.RelayConfiguration;
import mica.office.relay.RelayProbe;

/**
 * Whether mail servers can tell that mails in the sender's name are its own (SPF, DKIM, DMARC), and whether the relays can
 * be used. Sends nothing. For one thread.
 */
public final class MailCheck {

    private static final Pattern PUBLISHED = Pattern.compile("(?:^|;)\\s*p\\s*=\\s*([A-Za-z0-9+/=\\s]*)");
    private static final Pattern POLICY = Pattern.compile("(?:^|;)\\s*p\\s*=\\s*(none|quarantine|reject)");
    private static final int MOST_LOOKUPS = 10;

    private final TextRecords records;
    private final List<MailFinding> findings = new ArrayList<>();

    public MailCheck(TextRecords records) {
        this.records = records;
    }

    /**
     * Looks at everything.
     *
     * @param envelopeDomain the one of the return path, whose SPF counts
     * @param keys this office signs with; none when the relay signs
     */
    public List<MailFinding> run(
            String domain, String envelopeDomain, List<DkimKey> keys, List<RelayConfiguration> relays) {
        try {
            spf(envelopeDomain, relays);
            dkim(domain, keys);
            dmarc(domain);
        } catch (TextRecords.Unanswered nobody) {
            add(BAD, "dns");
            toPublish(domain, envelopeDomain, keys, relays);
        }
        relays.forEach(this::relay);
        return List.copyOf(findings);
    }

    /** What has to stand in the DNS is known without it. */
    private void toPublish(String domain, String envelopeDomain, List<DkimKey> keys, List<RelayConfiguration> relays) {
        String senders =
                relays.stream().map(relay -> sender(relay.host())).distinct().collect(Collectors.joining(" "));
        add(DOUBT, "publish", envelopeDomain, "v=spf1 " + senders + " -all");
        keys.forEach(key -> add(DOUBT, "publish", key.selector() + "._domainkey." + domain, key.record()));
        add(DOUBT, "publish", "_dmarc." + domain, "v=DMARC1; p=quarantine");
    }

    private static String sender(String host) {
        if (host.matches("[0-9.]+")) {
            return "ip4:" + host;
        }
        return host.contains(":") ? "ip6:" + host.replaceAll("[\\[\\]]", "") : "a:" + host;
    }

    private void add(Level level, String key, Object... arguments) {
        findings.add(MailFinding.of(level, key, arguments));
    }

    private List<String> texts(String name, String beginning) throws TextRecords.Unanswered {
        return records.at(name).stream()
                .filter(text -> text.toLowerCase(Locale.ROOT).startsWith(beginning))
                .toList();
    }

    private void spf(String domain, List<RelayConfiguration> relays) throws TextRecords.Unanswered {
        List<String> found = texts(domain, "v=spf1");
        if (found.size() != 1) {
            add(BAD, found.isEmpty() ? "spf.none" : "spf.several", domain);
            return;
        }
        String policy = found.getFirst();
        if (policy.matches("(?i).*[ ]\\+?all(\\s.*)?")) {
            add(BAD, "spf.everybody", domain);
            return;
        }
        add(GOOD, "spf.there", domain, policy);
        List<String> networks = new ArrayList<>();
        networks(policy, networks, new int[] {0});
        for (RelayConfiguration relay : relays) {
            boolean within = addresses(relay.host()).stream()
                    .anyMatch(address -> networks.stream().anyMatch(network -> Network.holds(network, address)));
            add(within ? GOOD : DOUBT, within ? "spf.within" : "spf.unknown", relay.host());
        }
    }

    /** The networks that are written out; those found by names (a, mx, ptr) are left to the mail servers. */
    private void networks(String policy, List<String> networks, int[] lookups) throws TextRecords.Unanswered {
        for (String term : policy.split("\\s+")) {
            String word = term.toLowerCase(Locale.ROOT);
            if (word.matches("\\+?ip[46]:.*")) {
                networks.add(word.substring(word.indexOf(':') + 1));
            } else if (word.matches("\\+?include:[a-z0-9._-]+") && lookups[0]++ < MOST_LOOKUPS) {
                for (String included : texts(word.substring(word.indexOf(':') + 1), "v=spf1")) {
                    networks(included, networks, lookups);
                }
            }
        }
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    private void dkim(String domain, List<DkimKey> keys) throws TextRecords.Unanswered {
        if (keys.isEmpty()) {
            add(DOUBT, "dkim.relay", domain);
        }
        for (DkimKey key : keys) {
            String name = key.selector() + "._domainkey." + domain;
            String wanted = published(key.record());
            List<String> found = records.at(name);
            if (found.isEmpty()) {
                add(BAD, "dkim.none", name, key.record());
            } else if (found.size() > 1) {
                add(BAD, "dkim.several", name);
            } else if (!published(found.getFirst()).equals(wanted)) {
                add(BAD, "dkim.other", name, key.record());
            } else {
                add(GOOD, "dkim.there", name);
            }
        }
    }

    private static String published(String record) {
        Matcher key = PUBLISHED.matcher(record);
        return key.find() ? key.group(1).replaceAll("\\s", "") : "";
    }

    /** A domain without a policy has the one of the domain above it (RFC 7489, 6.6.3). */
    private void dmarc(String domain) throws TextRecords.Unanswered {
        for (String at = domain; at.indexOf('.') > 0; at = at.substring(at.indexOf('.') + 1)) {
            List<String> found = texts("_dmarc." + at, "v=dmarc1");
            if (found.size() > 1) {
                add(BAD, "dmarc.several", "_dmarc." + at);
                return;
            }
            if (found.size() == 1) {
                Matcher policy = POLICY.matcher(found.getFirst().toLowerCase(Locale.ROOT));
                if (policy.find()) {
                    boolean strict = !policy.group(1).equals("none");
                    add(strict ? GOOD : DOUBT, strict ? "dmarc.there" : "dmarc.lax", "_dmarc." + at, policy.group(1));
                } else {
                    add(BAD, "dmarc.broken", "_dmarc." + at);
                }
                return;
            }
        }
        add(DOUBT, "dmarc.none", domain);
    }

    private void relay(RelayConfiguration relay) {
        String name = relay.host() + ":" + relay.port();
        RelayProbe probe = RelayProbe.of(relay);
        if (!probe.trouble().isEmpty()) {
            add(BAD, "relay.trouble", name, probe.trouble());
            return;
        }
        add(GOOD, "relay.there", name, String.join(" ", probe.offered()));
        switch (relay.security()) {
            case STARTTLS, TLS -> add(GOOD, "relay.tls", name);
            case NONE -> add(DOUBT, "relay.clear", name);
            case STARTTLS_IF_OFFERED -> add(DOUBT, "relay.if-offered", name);
        }
        if (!probe.offered().contains("PIPELINING")) {
            add(DOUBT, "relay.slow", name);
        }
    }
}
