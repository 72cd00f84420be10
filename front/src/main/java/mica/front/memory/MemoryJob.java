package mica.front.memory;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overwrites free memory once people have stopped typing. What they typed is garbage as soon as they are answered, but
 * garbage stays where it is until something else is put there: under load within seconds, without load for hours.
 */
public final class MemoryJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryJob.class);

    private final LongSupplier requests;
    private final Duration quiet;
    private final Thread thread;
    private long seen;
    private boolean used;

    /**
     * Starts watching until closed.
     *
     * @param requests how many there have been
     * @param quiet how long there must have been none
     */
    public MemoryJob(LongSupplier requests, Duration quiet) {
        this.requests = requests;
        this.quiet = quiet;
        this.thread = Thread.ofVirtual().name("memory").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(quiet);
                look();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        long now = requests.getAsLong();
        if (now != seen) {
            seen = now;
            used = true;
        } else if (used) {
            used = false;
            LOG.info("memory.overwritten octets={}", FreeMemory.overwrite());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
