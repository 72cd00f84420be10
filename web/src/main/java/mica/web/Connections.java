package mica.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import mica.exchange.health.Pulse;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the connections of a server: closes those whose request comes in drop by drop, which an idle timeout never
 * ends, and when there are too many, those that have waited longest without a request under way. Looks at counters that
 * the connections keep anyway, so that a request costs nothing.
 */
final class Connections implements Connection.Listener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** Of the connections allowed, so many more go at once, so that not each newcomer makes everybody be looked at. */
    private static final int ROOM_TO_SPARE = 20;

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    /** What was seen of one connection. @param since when its counters of messages were first as they are */
    private record Seen(long in, long out, long octets, long since, long growingSince) {}

    private final Server server;
    private final ConnectionLimits limits;
    private final AtomicInteger newcomers = new AtomicInteger();
    private final Semaphore tooMany = new Semaphore(0);
    private final LongAdder closed = new LongAdder();
    private final Pulse pulse = new Pulse("web-connections", LONGEST_ROUND);
    private final Thread thread;
    private volatile Map<Connection, Seen> seen = new IdentityHashMap<>();

    /** Watches from now on. @param server has its connectors */
    Connections(Server server, ConnectionLimits limits) {
        this.server = server;
        this.limits = limits;
        for (Connector connector : server.getConnectors()) {
            ((AbstractConnector) connector).addEventListener(this);
        }
        this.thread = pulse.start(Thread.ofPlatform().daemon(), this::run);
    }

    @Override
    public void onOpened(Connection connection) {
        if (seen.size() + newcomers.incrementAndGet() > limits.connections()) {
            tooMany.release();
        }
    }

    /** How many were closed for being slow or too many. */
    long closed() {
        return closed.sum();
    }

    Pulse pulse() {
        return pulse;
    }

    private void run() {
        // Often enough that a deadline is kept within a fifth, and not so often that it costs anything.
        long pause = Math.clamp(limits.head().toMillis() / 5, 20, 1_000);
        long told = 0;
        try {
            while (true) {
                tooMany.tryAcquire(pause, TimeUnit.MILLISECONDS);
                tooMany.drainPermits();
                pulse.round(() -> look(System.nanoTime()));
                if (closed.sum() > told) {
                    LOG.warn("web.connections_closed count={} open={}", closed.sum() - told, seen.size());
                    told = closed.sum();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(long now) {
        newcomers.set(0);
        Map<Connection, Seen> next = new IdentityHashMap<>();
        for (Connector connector : server.getConnectors()) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                Connection connection = endPoint.getConnection();
                if (connection == null) {
                    continue;
                }
                Seen is = seen(connection, seen.get(connection), now);
                if (isLate(connection, is, now)) {
                    close(endPoint);
                } else {
                    next.put(connection, is);
                }
            }
        }
        makeRoom(next);
        seen = next;
    }

    private static Seen seen(Connection connection, @Nullable Seen before, long now) {
        long in = connection.getMessagesIn();
        long out = connection.getMessagesOut();
        long octets = connection.getBytesIn();
        if (before == null || before.in != in || before.out != out) {
            return new Seen(in, out, octets, now, 0);
        }
        boolean grows = before.growingSince == 0 && octets > before.octets;
        return new Seen(in, out, before.octets, before.since, grows ? now : before.growingSince);
    }

    private boolean isLate(Connection connection, Seen is, long now) {
        long head = limits.head().toNanos();
        if (is.in == 0) {
            return now - is.since > head;
        }
        if (is.growingSince == 0) {
            // Silent: waiting for us, or for the idle timeout.
            return false;
        }
        // Between two requests a head comes in; else a body, which may take its time if it is long.
        long octets = connection.getBytesIn() - is.octets;
        long body = is.in == is.out
                ? 0
                : Duration.ofSeconds(octets).dividedBy(limits.octetsPerSecond()).toNanos();
        return now - is.growingSince > head + body;
    }

    /** Who never asked goes first, then who has waited longest; who waits for an answer stays. */
    private void makeRoom(Map<Connection, Seen> all) {
        int excess = all.size() - limits.connections();
        if (excess <= 0) {
            return;
        }
        List<Map.Entry<Connection, Seen>> waiting = new ArrayList<>();
        all.entrySet().stream()
                .filter(one -> one.getValue().in == one.getValue().out)
                .forEach(waiting::add);
        waiting.sort(Comparator.comparing((Map.Entry<Connection, Seen> one) -> one.getValue().in > 0)
                .thenComparing(one -> one.getValue().since));
        int going = Math.min(waiting.size(), excess + limits.connections() / ROOM_TO_SPARE);
        for (Map.Entry<Connection, Seen> one : waiting.subList(0, going)) {
            all.remove(one.getKey());
            close(one.getKey().getEndPoint());
        }
    }

    private void close(EndPoint endPoint) {
        closed.increment();
        endPoint.close();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
