package mica.office.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How slow a relay replied within the last minute or two. Threads share it; each reply costs them next to nothing. */
final class ReplyTimes {

    /** A usual relay answers in milliseconds; at this a session sends a mail in ten seconds. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    /** A mail takes four replies at least, and a confirmation is looked for within fifteen seconds. */
    private static final long TOO_SLOW = Duration.ofSeconds(4).toNanos();

    /** One that makes its clients wait before it greets is no slow one. */
    private static final int ENOUGH = 3;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private volatile long begun;
    private volatile long slowest;
    private volatile long slowestBefore;
    private volatile boolean anyInTime;
    private boolean anyInTimeBefore;
    private int late;
    private int lateBefore;

    /** @param nanos as {@link System#nanoTime} */
    ReplyTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** A reply took so many nanoseconds, or was waited for so long in vain. */
    void note(long took) {
        boolean inTime = took < TOO_SLOW;
        if (took > slowest || !inTime || !anyInTime || nanos.getAsLong() - begun > WINDOW) {
            keep(took);
        }
    }

    private synchronized void keep(long took) {
        roll();
        slowest = Math.max(slowest, took);
        if (took < TOO_SLOW) {
            anyInTime = true;
        } else {
            late++;
        }
    }

    private void roll() {
        long now = nanos.getAsLong();
        long windows = (now - begun) / WINDOW;
        if (windows > 0) {
            slowestBefore = windows == 1 ? slowest : 0;
            anyInTimeBefore = windows == 1 && anyInTime;
            lateBefore = windows == 1 ? late : 0;
            slowest = 0;
            anyInTime = false;
            late = 0;
            begun = now;
        }
    }

    /** Empty when there was none. */
    synchronized Optional<Duration> slowest() {
        roll();
        long longest = Math.max(slowest, slowestBefore);
        return longest == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(longest));
    }

    /** Whether no mail can be in time: every reply was late, and there were some. */
    synchronized boolean isTooSlow() {
        roll();
        return late + lateBefore >= ENOUGH && !anyInTime && !anyInTimeBefore;
    }

    boolean isSlow() {
        return slowest().filter(longest -> longest.compareTo(SLOW) >= 0).isPresent();
    }
}
