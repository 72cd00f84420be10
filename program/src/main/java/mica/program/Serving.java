package mica.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps servers running until the process is told to end, then closes them, last opened first. Told to end while they
 * start, it lets them start first, so that none is left behind half open.
 */
public final class Serving implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final long LONGEST_START_SECONDS = 120;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    public Serving() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::told, "closing"));
    }

    private void told() {
        try {
            if (!started.await(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("stop.start_never_ended");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Takes responsibility for closing something. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Blocks until the process gets SIGINT or SIGTERM and everything is closed. */
    public void untilTold() throws InterruptedException {
        started.countDown();
        closed.await();
    }

    @Override
    public synchronized void close() {
        started.countDown();
        if (closing) {
            return;
        }
        closing = true;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                LOG.error("stop.failed", failed);
            }
        }
        closed.countDown();
    }
}
