package mica.exchange.health;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A background thread that does a round of its work, rests, and does the next one, until closed. A round that fails is told
 * and ends nothing. Threads may share it.
 */
public final class Loop implements AutoCloseable {

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    private final Pulse pulse;
    private final Duration pause;
    private final Consumer<RuntimeException> failed;
    private Duration pauseAfterFailure;
    private boolean restsFirst;
    private boolean waitsAtTheEnd;
    private @Nullable Thread thread;

    /**
     * Puts it together; nothing runs yet.
     *
     * @param pause between the end of a round and the next one
     * @param failed is told why a round failed
     */
    public Loop(Pulse pulse, Duration pause, Consumer<RuntimeException> failed) {
        this.pulse = pulse;
        this.pause = pause;
        this.pauseAfterFailure = pause;
        this.failed = failed;
    }

    /** Rests longer, or not so long, after a round that failed. */
    public Loop afterFailure(Duration other) {
        pauseAfterFailure = other;
        return this;
    }

    /** Rests before the first round, too. */
    public Loop restingFirst() {
        restsFirst = true;
        return this;
    }

    /** Closing waits for the round under way, for a while. */
    public Loop waitedFor() {
        waitsAtTheEnd = true;
        return this;
    }

    /** The record of its rounds. */
    public Pulse pulse() {
        return pulse;
    }

    /** Whether it was ever started. */
    public synchronized boolean wasStarted() {
        return thread != null;
    }

    /** Starts. @param round whose exceptions are its failures */
    public Loop start(Runnable round) {
        return startOwn(() -> pulse.round(round));
    }

    /** As {@link #start} with a round that tells the pulse itself how it went. */
    public synchronized Loop startOwn(Runnable round) {
        thread = pulse.start(Thread.ofVirtual(), () -> run(round));
        return this;
    }

    private void run(Runnable round) {
        try {
            if (restsFirst) {
                Thread.sleep(pause);
            }
            while (true) {
                Thread.sleep(well(round) ? pause : pauseAfterFailure);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean well(Runnable round) {
        try {
            round.run();
            return true;
        } catch (RuntimeException why) {
            pulse.failed(why);
            failed.accept(why);
            return false;
        }
    }

    @Override
    public synchronized void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        if (waitsAtTheEnd) {
            try {
                running.join(LONGEST_GOODBYE);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
