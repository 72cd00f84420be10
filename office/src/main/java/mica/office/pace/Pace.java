package mica.office.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mica.office.relay.Reply;

/**
 * How fast each provider gets mails: at most so many at a time and a second, half of it after every 421, 450, 451 or 452
 * that is not about one mailbox, slowly more again while it takes them. Knows no addresses, only domains. Threads share
 * one.
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

    public Verdict ask(String domain, Instant now) {
        if (flows.size() > MANY) {
            flows.values().removeIf(flow -> flow.isIdle(now));
        }
        return flow(domain, now).ask(now);
    }

    /** What became of a mail that was allowed; of a reply for each, of none too. */
    public void tell(String domain, Reply reply, Instant now) {
        flow(domain, now).tell(asksForPatience(reply), now);
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
        String name = domain.toLowerCase(Locale.ROOT);
        Providers.Provider provider = providers.of(name);
        return flows.computeIfAbsent(provider.shared() ? provider.name() + "." : name, key -> new Flow(provider, now));
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
