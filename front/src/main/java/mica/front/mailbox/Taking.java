package mica.front.mailbox;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what people send is taken; says it loudly when for a while nothing was. Threads share it. */
final class Taking {

    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    /** A database that restarts is back sooner. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration SAID_EVERY = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private boolean everTaken;
    private long takenAt;
    private long refused;
    private long refusedSince;
    private boolean said;
    private long saidAt;
    private String reason = "";

    Taking() {
        this(System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    Taking(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Something was taken. */
    synchronized void taken() {
        long now = nanos.getAsLong();
        if (said) {
            LOG.info("mailbox.taking_again seconds={} refused={}", seconds(now - refusedSince), refused);
        }
        everTaken = true;
        takenAt = now;
        refused = 0;
        said = false;
    }

    /** So many were not taken. @param why a word of the program's own */
    synchronized void refused(String why, int count) {
        long now = nanos.getAsLong();
        refusedSince = refused == 0 ? now : refusedSince;
        refused += count;
        reason = why;
        boolean due = !said || now - saidAt >= SAID_EVERY.toNanos();
        if (due && now - refusedSince >= LONGEST.toNanos()) {
            said = true;
            saidAt = now;
            LOG.error(
                    "mailbox.refusing seconds={} refused={} reason=\"{}\"", seconds(now - refusedSince), refused, why);
        }
    }

    synchronized Part part() {
        long now = nanos.getAsLong();
        Map<String, Object> facts = new LinkedHashMap<>();
        if (everTaken) {
            facts.put("last_taken_seconds", seconds(now - takenAt));
        }
        Condition condition = Condition.WELL;
        if (refused > 0) {
            condition = now - refusedSince >= LONGEST.toNanos() ? Condition.DOWN : Condition.DEGRADED;
            facts.put("refusing_seconds", seconds(now - refusedSince));
            facts.put("refused", refused);
            facts.put(Part.SAYS, reason);
        }
        return new Part("mailbox", condition, facts);
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).toSeconds();
    }
}
