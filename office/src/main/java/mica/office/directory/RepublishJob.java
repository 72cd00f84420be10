package mica.office.directory;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again what is public, at the start and every few minutes: so the directory is right after an outage, a restored
 * exchange or a missed publication, without anybody keeping a list of what was missed.
 */
public final class RepublishJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(RepublishJob.class);
    private static final Duration INTERVAL = Duration.ofMinutes(3);

    private final List<Runnable> publications;
    private volatile boolean closed;
    private final Pulse pulse = new Pulse("republish", Duration.ofMinutes(20));
    private @Nullable Thread thread;

    /** @param publications each may be repeated without harm; one that fails does not keep the others */
    public RepublishJob(List<Runnable> publications) {
        this.publications = List.copyOf(publications);
    }

    /** Publishes at once, on a thread of its own, and from then on until closed. */
    public void start() {
        thread = pulse.start(Thread.ofVirtual(), () -> {
            try {
                while (true) {
                    runOnce();
                    Thread.sleep(INTERVAL);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void runOnce() {
        boolean well = true;
        pulse.begin();
        for (Runnable publication : publications) {
            try {
                publication.run();
            } catch (RuntimeException failed) {
                if (closed) {
                    return;
                }
                well = false;
                pulse.failed(failed);
                LOG.error("directory.publication_failed", failed);
            }
        }
        if (well) {
            pulse.well();
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
