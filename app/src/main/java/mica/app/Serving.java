package mica.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps servers running until the process is told to end, then closes them, last opened first. */
public final class Serving implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean closing;

    /** Takes responsibility for closing something. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Blocks until the process gets SIGINT or SIGTERM and everything is closed. */
    void untilTold() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "closing"));
        closed.await();
    }

    @Override
    public synchronized void close() {
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
