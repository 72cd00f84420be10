package mica.office.pace;

import java.time.Duration;
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
    public sealed interface Verdict {

        /** Now; {@link #tell} afterwards what became of it. */
        record Go() implements Verdict {}

        /** Not now; ask again then. Nothing needs to be told. */
        record NotBefore(Instant at) implements Verdict {}
    }

    private static final int MANY = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Providers providers;
    private final Map<String, Flow> flows = new ConcurrentHashMap<>();

    public Pace(Providers providers) {
        this.providers = providers;
    }

    /** @param session over which it would go; so many a provider are let in at a time */
    public Verdict ask(String domain, Object session, Instant now) {
        return flow(domain, now).ask(session, now);
    }

    /**
     * The same for a mail that goes before all others of its provider.
     *
     * @param mail by which it is known when it asks again
     */
    public Verdict askUrgently(String domain, Object session, UUID mail, Instant now) {
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

    /**
     * How long one mail waits before its next attempt: doubling from a minute to an hour, a quarter more or less so that
     * mails do not come back in step; the same whenever it is asked for.
     *
     * @param attempt how often it was tried, from 1
     */
    public static Duration backOff(UUID mail, int attempt) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 10));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        // The id is random, but a hash of it alone would give one mail the same share each time.
        long mixed = (mail.getMostSignificantBits() ^ mail.getLeastSignificantBits() ^ attempt) * 0x9E3779B97F4A7C15L;
        double spread = 0.75 + (mixed >>> 40) / (double) (1L << 24) / 2;
        return Duration.ofMillis((long) (pause.toMillis() * spread));
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
