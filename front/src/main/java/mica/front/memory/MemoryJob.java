package mica.front.memory;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overwrites free memory after people have typed. What they typed is garbage as soon as they are answered, but garbage
 * stays where it is until something else is put there: under load within seconds, without load for hours.
 */
public final class MemoryJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryJob.class);

    /** With more than these in an interval memory is soon used again, and a full collection would keep people waiting. */
    private static final long BUSY = 1_000;

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final LongSupplier requests;
    private final Loop loop;
    private long seen;
    private boolean used;

    /**
     * Starts watching until closed, if Java was given the options without which nothing can be overwritten.
     *
     * @param requests a number that grows when a request comes and when it is answered
     * @param interval how often to look; zero for never
     */
    public MemoryJob(LongSupplier requests, Duration interval) {
        this.requests = requests;
        this.loop = new Loop(
                        new Pulse("memory", interval.plus(LONGEST_ROUND)),
                        interval,
                        failed -> LOG.warn(
                                "memory.not_overwritten type={}",
                                failed.getClass().getSimpleName()))
                .restingFirst();
        List<String> missing = FreeMemory.missing();
        if (!interval.isZero() && !missing.isEmpty()) {
            LOG.warn("memory.option_missing options=\"{}\"", String.join(" ", missing));
        } else if (!interval.isZero()) {
            FreeMemory memory = new FreeMemory();
            loop.start(() -> look(memory));
        }
    }

    private void look(FreeMemory memory) {
        long now = requests.getAsLong();
        long since = now - seen;
        seen = now;
        used |= since > 0;
        if (used && since < BUSY) {
            long octets = memory.overwrite();
            used = octets == 0;
            if (octets == 0) {
                LOG.warn("memory.not_overwritten type=disturbed");
            } else {
                LOG.info("memory.overwritten octets={}", octets);
            }
        }
    }

    @Override
    public List<Pulse> pulses() {
        return loop.wasStarted() ? List.of(loop.pulse()) : List.of();
    }

    @Override
    public void close() {
        loop.close();
    }
}
