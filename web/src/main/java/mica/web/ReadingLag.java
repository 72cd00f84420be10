package mica.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import mica.exchange.health.Pulse;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/**
 * How long requests wait until they are read: as long as the threads that read take to come round, which is asked of them
 * again and again. Many people in one moment are no crowd; a machine that is slow for other reasons is none either.
 * Threads may share it.
 */
final class ReadingLag implements AutoCloseable {

    private static final long LONGEST = Duration.ofMillis(200).toNanos();
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final int MANY = 200;
    private static final int PAUSE_MILLIS = 20;

    private final LongAdder requests = new LongAdder();
    private volatile boolean crowded;
    private final Pulse pulse = new Pulse("web-lag", LONGEST_ROUND);
    private @Nullable Thread thread;

    /** Notes that a request was read. */
    void count() {
        requests.increment();
    }

    /** Whether so many come that who comes now waits too long. */
    boolean isCrowded() {
        return crowded;
    }

    /** Asks from now on. @param server has its connectors */
    void watch(Server server) {
        List<ManagedSelector> selectors = new ArrayList<>();
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector ours) {
                selectors.addAll(ours.getSelectorManager().getBeans(ManagedSelector.class));
            }
        }
        thread = pulse.start(Thread.ofPlatform().daemon(), () -> run(selectors));
    }

    /** Empty while nobody watches. */
    List<Pulse> pulses() {
        return thread == null ? List.of() : List.of(pulse);
    }

    private void run(List<ManagedSelector> selectors) {
        try {
            while (true) {
                long begun = System.nanoTime();
                long before = requests.sum();
                CountDownLatch round = new CountDownLatch(selectors.size());
                selectors.forEach(selector -> selector.submit(ready -> round.countDown()));
                boolean ended;
                do {
                    ended = round.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    crowded = System.nanoTime() - begun > LONGEST && requests.sum() - before >= MANY;
                } while (!ended);
                pulse.well();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
