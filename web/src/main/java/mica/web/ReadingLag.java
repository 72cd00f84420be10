package mica.web;

import java.io.IOException;
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
 * How long requests wait until they are read: as long as a bell's octet does that is sent to the same selectors and has to
 * wait behind them. Many people in one moment are no crowd; a machine that is slow for other reasons is none either.
 * Threads may share it.
 */
final class ReadingLag implements AutoCloseable {

    /**
     * Of each round so much is served and the rest turned away. To turn somebody away costs two thirds of what it costs to
     * serve: a shorter time serves fewer and tells nobody much earlier, a longer one does not tell everybody in a second.
     */
    private static final long LONGEST = Duration.ofMillis(500).toNanos();

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final int MANY = 200;
    private static final int PAUSE_MILLIS = 20;

    private final LongAdder requests = new LongAdder();
    private volatile boolean crowded;
    private final Pulse pulse = new Pulse("web-lag", LONGEST_ROUND);
    private final List<Bell> bells = new ArrayList<>();
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
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof ServerConnector ours) {
                for (ManagedSelector selector : ours.getSelectorManager().getBeans(ManagedSelector.class)) {
                    bells.add(Bell.at(selector));
                }
            }
        }
        thread = pulse.start(Thread.ofPlatform().daemon(), this::run);
    }

    /** Empty while nobody watches. */
    List<Pulse> pulses() {
        return thread == null ? List.of() : List.of(pulse);
    }

    private void run() {
        try {
            while (true) {
                long begun = System.nanoTime();
                long before = requests.sum();
                CountDownLatch round = new CountDownLatch(bells.size());
                for (Bell bell : bells) {
                    bell.ring(round);
                }
                boolean ended;
                do {
                    ended = round.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                    crowded = System.nanoTime() - begun > LONGEST && requests.sum() - before >= MANY;
                } while (!ended);
                pulse.well();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException | IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        bells.forEach(Bell::close);
    }
}
