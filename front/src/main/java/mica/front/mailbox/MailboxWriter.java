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
import mica.exchange.database.DiskFull;
import mica.exchange.database.Outage;
import mica.exchange.health.Pulse;
import mica.exchange.log.Repeats;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts envelopes into the mailbox with group commit: what arrives while a commit is on its way goes out with the next, in
 * one statement. A caller is told "durable" only after the commit, and who would wait too long is turned away at once.
 * Threads may share it.
 */
final class MailboxWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxWriter.class);

    /** A statement of this many small envelopes takes a few milliseconds, about as long as its commit. */
    private static final int MOST_PER_COMMIT = 500;

    private static final int MOST_OCTETS_PER_COMMIT = 4_000_000;

    /** So many tenths of the longest wait between two lines about who was turned away. */
    private static final int ROUNDS_BETWEEN_WORDS = 100;

    /** While one waits for its commit, the other gathers and tells; more made smaller batches and were slower. */
    private static final int WRITERS = 2;

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final Jdbi exchange;
    private final BlockingQueue<WaitingEnvelope> queue;
    private final Duration patience;
    private final Duration longestWait;
    private final Crowd crowd = new Crowd(MOST_PER_COMMIT);
    private final LongAdder commits = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final Repeats repeats = new Repeats();
    private final List<Writer> writers = new ArrayList<>();
    private final Thread impatience;
    private final Pulse impatiencePulse;
    private final Taking taking;
    private volatile boolean closing;

    /**
     * Starts the writing threads.
     *
     * @param places how many envelopes may wait; more are refused at once
     * @param patience how long a caller waits for its commit
     */
    MailboxWriter(Jdbi exchange, int places, Duration patience) {
        this(exchange, places, patience, Crowd.LONGEST_WAIT, new Taking());
    }

    /**
     * @param longestWait for room in a batch; who would wait longer is refused, too
     * @param taking is told what became of each
     */
    MailboxWriter(Jdbi exchange, int places, Duration patience, Duration longestWait, Taking taking) {
        this.longestWait = longestWait;
        this.taking = taking;
        this.exchange = exchange;
        this.queue = new ArrayBlockingQueue<>(places);
        this.patience = patience;
        for (int i = 1; i <= WRITERS; i++) {
            writers.add(new Writer("mailbox-writer-" + i));
        }
        this.impatiencePulse = new Pulse("mailbox-impatience", LONGEST_ROUND);
        this.impatience = impatiencePulse.start(Thread.ofVirtual(), this::tellTheLate);
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
        WaitingEnvelope waiting = new WaitingEnvelope(epoch, envelope, System.nanoTime(), told);
        // Asked again after it was put: who closes meanwhile may not have seen it.
        if (closing || isCrowded() || !queue.offer(waiting) || (closing && queue.remove(waiting))) {
            turnAway(waiting);
        }
    }

    private void turnAway(WaitingEnvelope waiting) {
        if (waiting.turnAway()) {
            turnedAway.increment();
            taking.refused(Mailbox.Outcome.BUSY.name(), 1);
        }
    }

    /** Whether who comes now would wait too long. */
    boolean isCrowded() {
        if (crowd.stands()) {
            return true;
        }
        // A commit that does not end: one may be slow, but when every writer has such a one nobody is served.
        long now = System.nanoTime();
        for (Writer writer : writers) {
            if (writer.underWay.isEmpty() || now - writer.begun < longestWait.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /** Notes that somebody was turned away who was not even put. */
    void countTurnedAway() {
        turnedAway.increment();
        taking.refused(Mailbox.Outcome.BUSY.name(), 1);
    }

    /** How many were turned away because too many came. */
    long turnedAway() {
        return turnedAway.sum();
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
        private final Pulse pulse;
        private volatile List<WaitingEnvelope> underWay = List.of();
        private volatile long begun;

        Writer(String name) {
            this.pulse = new Pulse(name, LONGEST_ROUND);
            this.thread = pulse.start(Thread.ofPlatform().daemon(), this::run);
        }

        /** One that the database refuses keeps none of the others. */
        private void store(List<WaitingEnvelope> batch) {
            try {
                Mailbox.Outcome outcome = write(batch);
                note(outcome);
                tell(batch, outcome);
            } catch (NoEnvelopeException refused) {
                if (batch.size() > 1) {
                    batch.forEach(one -> store(List.of(one)));
                } else {
                    LOG.error("mailbox.refused octets={}", batch.getFirst().envelope().length);
                    tell(batch, Mailbox.Outcome.AWAY);
                }
            }
        }

        private void note(Mailbox.Outcome outcome) {
            if (outcome == Mailbox.Outcome.DURABLE) {
                pulse.well();
            } else {
                pulse.failed(outcome.name());
            }
        }

        private void run() {
            try {
                while (!closing || !queue.isEmpty()) {
                    pulse.begin();
                    WaitingEnvelope first = queue.poll(100, TimeUnit.MILLISECONDS);
                    repeats.sayDue();
                    List<WaitingEnvelope> batch = first == null ? List.of() : filled(first);
                    if (!batch.isEmpty()) {
                        begun = System.nanoTime();
                        underWay = batch;
                        store(batch);
                        underWay = List.of();
                    }
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    List<Pulse> pulses() {
        return Stream.concat(writers.stream().map(writer -> writer.pulse), Stream.of(impatiencePulse))
                .toList();
    }

    private static void tell(List<WaitingEnvelope> batch, Mailbox.Outcome outcome) {
        for (WaitingEnvelope waiting : batch) {
            try {
                waiting.tell(outcome);
            } catch (RuntimeException bug) {
                // The others are to hear of it all the same.
                LOG.error("mailbox.not_told", bug);
            }
        }
    }

    /** Whoever else waits goes out with the first. */
    private List<WaitingEnvelope> filled(WaitingEnvelope first) {
        List<WaitingEnvelope> batch = new ArrayList<>(MOST_PER_COMMIT);
        int octets = 0;
        for (WaitingEnvelope next = first; next != null; next = queue.poll()) {
            if (next.take()) {
                batch.add(next);
                octets += next.envelope().length;
                if (batch.size() == MOST_PER_COMMIT || octets >= MOST_OCTETS_PER_COMMIT) {
                    break;
                }
            }
        }
        crowd.left(queue.size(), System.nanoTime());
        return batch;
    }

    /** A database that hangs holds up the writers, but nobody who waits for them longer than the patience. */
    private void tellTheLate() {
        try {
            long told = 0;
            for (long round = 1; ; round++) {
                Thread.sleep(longestWait.dividedBy(10));
                impatiencePulse.well();
                long now = System.nanoTime();
                for (WaitingEnvelope waiting : queue) {
                    if (!waiting.isLate(now, longestWait.toNanos())) {
                        break;
                    }
                    turnAway(waiting);
                }
                writers.stream()
                        .flatMap(writer -> writer.underWay.stream())
                        .filter(waiting -> waiting.isLate(now, patience.toNanos()))
                        .forEach(waiting -> waiting.tell(Mailbox.Outcome.AWAY));
                if (round % ROUNDS_BETWEEN_WORDS == 0 && turnedAway.sum() > told) {
                    LOG.warn("mailbox.crowded turned_away={} waiting={}", turnedAway.sum() - told, queue.size());
                    told = turnedAway.sum();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was sent is no envelope to the database, and never will be. */
    private static final class NoEnvelopeException extends RuntimeException {}

    private Mailbox.Outcome write(List<WaitingEnvelope> batch) {
        // An epoch goes out with its first rows, and again until it is surely there: its rows are nothing without it.
        List<Epochs.Announced> unannounced = batch.stream()
                .map(WaitingEnvelope::epoch)
                .distinct()
                .filter(epoch -> !epoch.isDurable())
                .toList();
        byte[][] envelopes = Stream.concat(
                        unannounced.stream().map(Epochs.Announced::announcement),
                        batch.stream().map(WaitingEnvelope::envelope))
                .toArray(byte[][]::new);
        try {
            Mailbox.Outcome outcome = exchange.withHandle(handle -> commit(handle.getConnection(), envelopes));
            if (outcome == Mailbox.Outcome.DURABLE) {
                taking.taken();
                unannounced.forEach(Epochs.Announced::setDurable);
            }
            return outcome;
        } catch (JdbiException | SQLException away) {
            if (Outage.isOfContent(away)) {
                throw new NoEnvelopeException();
            }
            taking.refused(DiskFull.is(away) ? "disk full" : Mailbox.Outcome.AWAY.name(), batch.size());
            repeats.note(
                    away.getClass().getSimpleName(),
                    batch.size(),
                    (reason, times) -> LOG.warn("mailbox.away envelopes={} reason={}", times, reason));
            return Mailbox.Outcome.AWAY;
        } catch (RuntimeException | Error bug) {
            taking.refused(bug.getClass().getSimpleName(), batch.size());
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
                taking.refused("undurable", envelopes.length);
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
