package mica.office.directory;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
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
    private final Loop loop = new Loop(
            new Pulse("republish", Duration.ofMinutes(20)),
            INTERVAL,
            failed -> LOG.error("directory.publication_failed", failed));

    /** @param publications each may be repeated without harm; one that fails does not keep the others */
    public RepublishJob(List<Runnable> publications) {
        this.publications = List.copyOf(publications);
    }

    /** Publishes at once, on a thread of its own, and from then on until closed. */
    public void start() {
        loop.startOwn(this::runOnce);
    }

    void runOnce() {
        boolean well = true;
        loop.pulse().begin();
        for (Runnable publication : publications) {
            try {
                publication.run();
            } catch (RuntimeException failed) {
                if (closed) {
                    return;
                }
                well = false;
                loop.pulse().failed(failed);
                LOG.error("directory.publication_failed", failed);
            }
        }
        if (well) {
            loop.pulse().well();
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        closed = true;
        loop.close();
    }
}
