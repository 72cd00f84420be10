package mica.exchange.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of one background thread's work: when a round of it last succeeded, why one last failed, and whether the
 * thread is there and comes back from its rounds. The thread writes, anybody reads.
 */
public final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    /** What fails for so long does not mend itself. */
    private static final Duration LONGEST_FAILURE = Duration.ofMinutes(1);

    /** Someone should look at what was set aside; after a day it is an old story. */
    private static final Duration SHOWN_SET_ASIDE = Duration.ofDays(1);

    /** How the work goes. */
    enum State {
        WELL,
        FAILING,
        /** A round does not come to its end. */
        STUCK,
        /** The thread is not there any more. */
        ENDED
    }

    private final String name;
    private final Duration longestRound;
    private final LongSupplier nanos;
    private @Nullable Thread thread;
    private boolean resting;
    private long signAt;
    private long wellAt;
    private boolean everWell;
    private long failedAt;
    private long failingSince;
    private boolean failing;
    private @Nullable String failure;
    private long setAside;
    private long setAsideAt;

    /**
     * @param name the thread's
     * @param longestRound longer than any round of the work and the pause after it
     */
    public Pulse(String name, Duration longestRound) {
        this(name, longestRound, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime}, which no wrong clock disturbs */
    Pulse(String name, Duration longestRound, LongSupplier nanos) {
        this.name = name;
        this.longestRound = longestRound;
        this.nanos = nanos;
        this.signAt = nanos.getAsLong();
    }

    public String name() {
        return name;
    }

    /** Starts the thread. What it does not catch itself ends it, and is said. */
    public synchronized Thread start(Thread.Builder kind, Runnable work) {
        signAt = nanos.getAsLong();
        Thread started = kind.name(name).unstarted(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error death) {
                failed(death);
                LOG.error("thread.ended name={} type={}", name, Health.word(death));
            }
        });
        thread = started;
        started.start();
        return started;
    }

    /** Does a round of the work and keeps how it went. Its exceptions are thrown on. */
    public void round(Runnable work) {
        try {
            begin();
            work.run();
        } catch (RuntimeException | Error failed) {
            failed(failed);
            throw failed;
        }
        well();
    }

    /** A round begins, or goes on well. */
    public synchronized void begin() {
        resting = false;
        signAt = nanos.getAsLong();
    }

    /** A round has succeeded. */
    public synchronized void well() {
        begin();
        wellAt = signAt;
        everWell = true;
        failing = false;
    }

    /** A round has failed. Of why, its type is kept. */
    public void failed(Throwable why) {
        failed(Health.word(why));
    }

    /** @param why a word of the program's own */
    public synchronized void failed(String why) {
        begin();
        failedAt = signAt;
        failingSince = failing ? failingSince : failedAt;
        failing = true;
        failure = why;
    }

    /** One thing could not be worked on, and the others went on without it. */
    public synchronized void setAside() {
        setAside++;
        setAsideAt = nanos.getAsLong();
    }

    /** Waits for something to do from now on, for as long as it takes. */
    public synchronized void rest() {
        resting = true;
    }

    synchronized State state() {
        if (thread == null || !thread.isAlive()) {
            return State.ENDED;
        }
        if (!resting && nanos.getAsLong() - signAt > longestRound.toNanos()) {
            return State.STUCK;
        }
        return failing ? State.FAILING : State.WELL;
    }

    synchronized Condition condition() {
        return switch (state()) {
            case WELL ->
                setAside > 0 && nanos.getAsLong() - setAsideAt < SHOWN_SET_ASIDE.toNanos()
                        ? Condition.DEGRADED
                        : Condition.WELL;
            case FAILING ->
                nanos.getAsLong() - failingSince >= LONGEST_FAILURE.toNanos() ? Condition.DOWN : Condition.DEGRADED;
            case STUCK, ENDED -> Condition.DOWN;
        };
    }

    synchronized Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", state().name().toLowerCase(Locale.ROOT));
        if (everWell) {
            facts.put("last_success_seconds", seconds(wellAt));
        }
        if (failure != null) {
            facts.put("failure", failure);
            facts.put("failure_seconds", seconds(failedAt));
        }
        if (setAside > 0) {
            facts.put("set_aside", setAside);
            facts.put("set_aside_seconds", seconds(setAsideAt));
        }
        return facts;
    }

    private long seconds(long since) {
        return Duration.ofNanos(nanos.getAsLong() - since).toSeconds();
    }
}
