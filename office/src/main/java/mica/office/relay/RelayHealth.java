package mica.office.relay;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one relay can be used: after trouble it is left alone, longer each time, and then tried again. Threads share it. */
final class RelayHealth {

    private static final Logger LOG = LoggerFactory.getLogger(RelayHealth.class);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(15);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final String name;
    private final LongSupplier nanos;
    private int troubles;
    private long restUntil;

    /** @param nanos as {@link System#nanoTime} */
    RelayHealth(String name, LongSupplier nanos) {
        this.name = name;
        this.nanos = nanos;
    }

    /** How long it is to be left alone yet, in nanoseconds; 0 or less when it can be used. */
    synchronized long rest() {
        return troubles == 0 ? 0 : restUntil - nanos.getAsLong();
    }

    /** The connections of many threads fail together: that is one trouble. */
    synchronized void trouble(String reason) {
        if (rest() > 0) {
            return;
        }
        Duration doubled = SHORTEST_REST.multipliedBy(1L << Math.min(troubles, 5));
        Duration rest = doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
        troubles++;
        restUntil = nanos.getAsLong() + rest.toNanos();
        LOG.warn("relay.in_trouble relay={} rest={} reason=\"{}\"", name, rest, reason);
    }

    synchronized void well() {
        if (troubles > 0) {
            LOG.info("relay.back relay={}", name);
        }
        troubles = 0;
    }
}
