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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mica.exchange.database.Outage;
import mica.exchange.log.Repeats;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts envelopes into the mailbox with group commit: what arrives while a commit is on its way goes out with the next, in
 * one statement. A caller is told "durable" only after the commit. Threads may share it.
 */
final class MailboxWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxWriter.class);

    /** A statement of this many small envelopes takes a few milliseconds, about as long as its commit. */
    private static final int MOST_PER_COMMIT = 500;

    private static final int MOST_OCTETS_PER_COMMIT = 4_000_000;

    /** While one waits for its commit, the other gathers and tells; more made smaller batches and were slower. */
    private static final int WRITERS = 2;

    private final Jdbi exchange;
    private final BlockingQueue<Waiting> queue;
    private final Duration patience;
    private final LongAdder commits = new LongAdder();
    private final Repeats repeats = new Repeats();
    private final List<Writer> writers = new ArrayList<>();
    private final Thread impatience;
    private volatile boolean closing;

    /**
     * Starts the writing threads.
     *
     * @param places how many envelopes may wait; more are refused at once
     * @param patience how long a caller waits for its commit
     */
    MailboxWriter(Jdbi exchange, int places, Duration patience) {
        this.exchange = exchange;
        this.queue = new ArrayBlockingQueue<>(places);
        this.patience = patience;
        for (int i = 1; i <= WRITERS; i++) {
            writers.add(new Writer("mailbox-writer-" + i));
        }
        this.impatience = Thread.ofVirtual().name("mailbox-impatience").start(this::tellTheLate);
    }

    /** Waits for the commit. After any answer but DURABLE the envelope may still have been kept; sending again is safe. */
    Mailbox.Outcome put(Epochs.Announced epoch, byte[] envelope) {
        CompletableFuture<Mailbox.Outcome> told = new CompletableFuture<>();
        put(epoch, envelope, told::complete);
        try {
            return told.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Mailbox.Outcome.AWAY;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As above without waiting. @param told once, by this or another thread, which it must not hold up */
    void put(Epochs.Announced epoch, byte[] envelope, Consumer<Mailbox.Outcome> told) {
        Waiting waiting = new Waiting(epoch, envelope, System.nanoTime() + patience.toNanos(), told);
        // Asked again after it was put: who closes meanwhile may not have seen it.
        if (closing || !queue.offer(waiting) || (closing && queue.remove(waiting))) {
            waiting.tell(Mailbox.Outcome.BUSY);
        }
    }

    /** How many commits there were; fewer than envelopes when commits are shared. */
    long commits() {
        return commits.sum();
    }

    /** How many batches wait for their commit. */
    int underWay() {
        return (int)
                writers.stream().filter(writer -> !writer.underWay.isEmpty()).count();
    }

    /** A thread that gathers, commits and tells, again and again. */
    private final class Writer {

        private final Thread thread;
        private volatile List<Waiting> underWay = List.of();

        Writer(String name) {
            this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
        }

        private void run() {
            try {
                while (!closing || !queue.isEmpty()) {
                    Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
                    repeats.sayDue();
                    if (first != null) {
                        underWay = filled(first);
                        store(underWay);
                        underWay = List.of();
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void tell(List<Waiting> batch, Mailbox.Outcome outcome) {
        for (Waiting waiting : batch) {
            try {
                waiting.tell(outcome);
            } catch (RuntimeException bug) {
                // The others are to hear of it all the same.
                LOG.error("mailbox.not_told", bug);
            }
        }
    }

    /** Whoever else waits goes out with the first. */
    private List<Waiting> filled(Waiting first) {
        List<Waiting> batch = new ArrayList<>();
        batch.add(first);
        int octets = first.envelope().length;
        while (batch.size() < MOST_PER_COMMIT && octets < MOST_OCTETS_PER_COMMIT) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
            octets += next.envelope().length;
        }
        return batch;
    }

    /** A database that hangs holds up the writers, but nobody who waits for them longer than the patience. */
    private void tellTheLate() {
        try {
            while (true) {
                Thread.sleep(patience.dividedBy(20));
                long now = System.nanoTime();
                Stream.concat(writers.stream().flatMap(writer -> writer.underWay.stream()), queue.stream())
                        .filter(waiting -> waiting.isLate(now))
                        .forEach(waiting -> waiting.tell(Mailbox.Outcome.AWAY));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that the database refuses keeps none of the others. */
    private void store(List<Waiting> batch) {
        try {
            tell(batch, write(batch));
        } catch (Refused refused) {
            if (batch.size() > 1) {
                batch.forEach(one -> store(List.of(one)));
            } else {
                LOG.error("mailbox.refused octets={}", batch.getFirst().envelope().length);
                tell(batch, Mailbox.Outcome.AWAY);
            }
        }
    }

    /** What was sent is no envelope to the database, and never will be. */
    private static final class Refused extends RuntimeException {}

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
            if (Outage.isOfContent(away)) {
                throw new Refused();
            }
            repeats.note(
                    away.getClass().getSimpleName(),
                    batch.size(),
                    (reason, times) -> LOG.warn("mailbox.away envelopes={} reason={}", times, reason));
            return Mailbox.Outcome.AWAY;
        } catch (RuntimeException | Error bug) {
            LOG.error("mailbox.failed envelopes={}", batch.size(), bug);
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
            for (Writer writer : writers) {
                writer.thread.join(patience);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        impatience.interrupt();
    }
}
