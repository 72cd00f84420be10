package mica.office.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The slowest reply of a relay within the last minute or two. Threads share it; each reply costs them next to nothing. */
final class ReplyTimes {

    /** A usual relay answers in milliseconds; at this a session sends a mail in ten seconds. */
    private static final Duration SLOW = Duration.ofSeconds(2);

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private volatile long begun;
    private volatile long slowest;
    private volatile long slowestBefore;

    /** @param nanos as {@link System#nanoTime} */
    ReplyTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** A reply took so many nanoseconds, or was waited for so long in vain. */
    void note(long took) {
        if (took > slowest || nanos.getAsLong() - begun > WINDOW) {
            keep(took);
        }
    }

    private synchronized void keep(long took) {
        roll();
        slowest = Math.max(slowest, took);
    }

    private void roll() {
        long now = nanos.getAsLong();
        long windows = (now - begun) / WINDOW;
        if (windows > 0) {
            slowestBefore = windows == 1 ? slowest : 0;
            slowest = 0;
            begun = now;
        }
    }

    /** Empty when there was none. */
    synchronized Optional<Duration> slowest() {
        roll();
        long longest = Math.max(slowest, slowestBefore);
        return longest == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(longest));
    }

    boolean isSlow() {
        return slowest().filter(longest -> longest.compareTo(SLOW) >= 0).isPresent();
    }
}
