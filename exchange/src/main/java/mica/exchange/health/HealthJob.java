package mica.exchange.health;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a zone's parts every few seconds, says in the log when one goes down and when all are back, and reminds of it every
 * hour: so somebody hears of it where nobody asks {@code /health}.
 */
public final class HealthJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(HealthJob.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Duration REMIND = Duration.ofHours(1);

    private final Health health;
    private final Consumer<HealthReport> told;
    private final Loop loop = new Loop(
            new Pulse("health", INTERVAL.multipliedBy(4)),
            INTERVAL,
            failed -> LOG.warn("health.not_told type={}", Health.word(failed)));
    private List<String> down = List.of();
    private long saidAt;

    /** @param told is told at each round how all parts are */
    public HealthJob(Health health, Consumer<HealthReport> told) {
        this.health = health;
        this.told = told;
    }

    /** Asks at once, and from then on until closed. */
    public HealthJob start() {
        loop.start(this::runOnce);
        return this;
    }

    void runOnce() {
        HealthReport report = health.now();
        if (Thread.currentThread().isInterrupted()) {
            // Closed amid the asking: what was not answered says nothing.
            return;
        }
        say(report);
        told.accept(report);
    }

    private void say(HealthReport report) {
        List<String> now = report.parts().stream()
                .filter(part -> part.condition() == Condition.DOWN)
                .map(Part::name)
                .toList();
        boolean due = !now.equals(down) || System.nanoTime() - saidAt >= REMIND.toNanos();
        if (!now.isEmpty() && due) {
            LOG.error("health.down parts={}", String.join(",", now));
            saidAt = System.nanoTime();
        } else if (now.isEmpty() && !down.isEmpty()) {
            LOG.info("health.back parts={}", String.join(",", down));
        }
        down = now;
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        loop.close();
    }
}
