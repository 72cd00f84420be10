package mica.office.pace;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mica.office.relay.Reply;

/**
 * How fast each provider gets mails: over at most so many sessions at a time and so many a second, half of it after every
 * 421, 450, 451 or 452 that is not about one mailbox, slowly more again while it takes them. Urgent mails go first, and
 * leave the others a fifth. Knows no addresses, only domains. Threads and both lanes share one.
 */
public final class Pace {

    /** Whether a mail may go now. */
    public sealed interface Outcome {

        /** Now; {@link #tell} afterwards what became of it. */
        record Go() implements Outcome {}

        /** Not now; ask again then. Nothing needs to be told. */
        record NotBefore(Instant at) implements Outcome {}
    }

    private static final int MANY = 10_000;

    private final Providers providers;
    private final Map<String, Flow> flows = new ConcurrentHashMap<>();

    public Pace(Providers providers) {
        this.providers = providers;
    }

    /** @param session over which it would go; so many a provider are let in at a time */
    public Outcome ask(String domain, Object session, Instant now) {
        return flow(domain, now).ask(session, now);
    }

    /**
     * The same for a mail that goes before all others of its provider.
     *
     * @param mail by which it is known when it asks again
     */
    public Outcome askUrgently(String domain, Object session, UUID mail, Instant now) {
        return flow(domain, now).askUrgently(session, mail, now);
    }

    /** What became of a mail that was allowed; of a reply for each, of none too. */
    public void tell(String domain, Object session, Reply reply, Instant now) {
        flow(domain, now).tell(session, asksForPatience(reply), now);
    }

    /** How many mails to a domain's provider could go now; they still have to ask. */
    public int room(String domain, Instant now) {
        return flow(domain, now).room(now);
    }

    /**
     * When to come back with mails that have to wait: as many may go then as are worth it, about two seconds' worth. The
     * next one who asks this is told a later time, so that they come one after the other and nothing of the pace is lost.
     */
    public Instant book(String domain, int mails, Instant now) {
        return flow(domain, now).book(mails, now);
    }

    /** What the domains of one pace have in common. */
    public String provider(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        Providers.Provider provider = providers.of(name);
        return provider.shared() ? provider.name() + "." : name;
    }

    private Flow flow(String domain, Instant now) {
        if (flows.size() > MANY) {
            flows.values().removeIf(flow -> flow.isIdle(now));
        }
        return flows.computeIfAbsent(
                provider(domain), key -> new Flow(providers.of(domain.toLowerCase(Locale.ROOT)), now));
    }

    /** A full or busy mailbox (x.1.x, x.2.x of RFC 3463) is one person's; everything else concerns their neighbours too. */
    static boolean asksForPatience(Reply reply) {
        boolean aboutOne =
                reply.enhanced().startsWith("4.2.") || reply.enhanced().startsWith("4.1.");
        return switch (reply.code()) {
            case 421 -> true;
            case 450, 451, 452 -> !aboutOne;
            default -> false;
        };
    }
}
