package mica.front.mailbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts envelopes into the mailbox with group commit: what arrives while one commit is on its way goes out with the next,
 * in one statement on one connection. A caller is told "durable" only after the commit. Threads may share it.
 */
final class MailboxWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxWriter.class);

    /** A statement of this many small envelopes takes a few milliseconds, about as long as its commit. */
    private static final int MOST_PER_COMMIT = 500;

    private static final int MOST_OCTETS_PER_COMMIT = 4_000_000;

    private record Waiting(Epochs.Announced epoch, byte[] envelope, CompletableFuture<Mailbox.Outcome> told) {}

    private final Jdbi exchange;
    private final BlockingQueue<Waiting> queue;
    private final Duration patience;
    private final LongAdder commits = new LongAdder();
    private final Thread writer;
    private volatile boolean closing;

    /**
     * Starts the writing thread.
     *
     * @param places how many envelopes may wait; more are refused at once
     * @param patience how long a caller waits for its commit
     */
    MailboxWriter(Jdbi exchange, int places, Duration patience) {
        this.exchange = exchange;
        this.queue = new ArrayBlockingQueue<>(places);
        this.patience = patience;
        this.writer = Thread.ofPlatform().name("mailbox-writer").daemon().start(this::run);
    }

    /** Waits for the commit. After any answer but DURABLE the envelope may still have been kept; sending again is safe. */
    Mailbox.Outcome put(Epochs.Announced epoch, byte[] envelope) {
        Waiting waiting = new Waiting(epoch, envelope, new CompletableFuture<>());
        if (closing || !queue.offer(waiting)) {
            return Mailbox.Outcome.BUSY;
        }
        try {
            return waiting.told().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Mailbox.Outcome.AWAY;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Mailbox.Outcome.AWAY;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How many commits there were; fewer than envelopes when commits are shared. */
    long commits() {
        return commits.sum();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(MOST_PER_COMMIT);
        while (!closing || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    fill(batch, first);
                    Mailbox.Outcome outcome = write(batch);
                    batch.forEach(waiting -> waiting.told().complete(outcome));
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException | Error bug) {
                LOG.error("mailbox.failed envelopes={}", batch.size(), bug);
                batch.forEach(waiting -> waiting.told().complete(Mailbox.Outcome.AWAY));
            } finally {
                batch.clear();
            }
        }
    }

    private void fill(List<Waiting> batch, Waiting first) {
        batch.add(first);
        int octets = first.envelope().length;
        while (batch.size() < MOST_PER_COMMIT && octets < MOST_OCTETS_PER_COMMIT) {
            Waiting next = queue.poll();
            if (next == null) {
                return;
            }
            batch.add(next);
            octets += next.envelope().length;
        }
    }

    private Mailbox.Outcome write(List<Waiting> batch) {
        // An epoch goes out with its first rows, and again until it is surely there: its rows are nothing without it.
        List<Epochs.Announced> unannounced = batch.stream()
                .map(Waiting::epoch)
                .distinct()
                .filter(epoch -> !epoch.isDurable())
                .toList();
        byte[][] envelopes = Stream.concat(
                        unannounced.stream().map(Epochs.Announced::announcement),
                        batch.stream().map(Waiting::envelope))
                .toArray(byte[][]::new);
        try {
            Mailbox.Outcome outcome = exchange.withHandle(handle -> commit(handle.getConnection(), envelopes));
            if (outcome == Mailbox.Outcome.DURABLE) {
                unannounced.forEach(Epochs.Announced::setDurable);
            }
            return outcome;
        } catch (JdbiException | SQLException away) {
            LOG.warn(
                    "mailbox.away envelopes={} reason={}",
                    batch.size(),
                    away.getClass().getSimpleName());
            return Mailbox.Outcome.AWAY;
        }
    }

    /** One statement in auto-commit mode: its answer comes after the commit, in one round trip. */
    private Mailbox.Outcome commit(Connection connection, byte[][] envelopes) throws SQLException {
        Array array = connection.createArrayOf("bytea", envelopes);
        try (PreparedStatement statement = connection.prepareStatement("select mailbox.put(?)")) {
            statement.setArray(1, array);
            statement.execute();
            commits.increment();
            // PostgreSQL only warns when a commit was not confirmed by its standby: that is not durable.
            if (statement.getWarnings() != null || connection.getWarnings() != null) {
                LOG.error("mailbox.undurable envelopes={}", envelopes.length);
                return Mailbox.Outcome.AWAY;
            }
            return Mailbox.Outcome.DURABLE;
        } finally {
            array.free();
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(patience);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
