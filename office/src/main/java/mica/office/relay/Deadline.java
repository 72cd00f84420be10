package mica.office.relay;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long and cannot end itself: a blocked write has no timeout of its own in Java. Somebody looks now and
 * then; a timer for each write would wake a thread for each write.
 */
final class Deadline implements AutoCloseable {

    private static final long NONE = Long.MAX_VALUE;

    /** A deadline is noticed late by at most this part of it. */
    private static final int PART = 10;

    private static final Duration SELDOM = Duration.ofSeconds(1);

    private final Duration length;
    private final Runnable end;
    private final long start = System.nanoTime();
    private final Future<?> looks;
    /** Nanoseconds after the start. */
    private volatile long over = NONE;

    Deadline(Duration length, Runnable end, ScheduledExecutorService watch) {
        this.length = length;
        this.end = end;
        long millis = Math.clamp(length.toMillis() / PART, 1, SELDOM.toMillis());
        this.looks = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    void begin() {
        over = System.nanoTime() - start + length.toNanos();
    }

    void end() {
        over = NONE;
    }

    private void look() {
        if (System.nanoTime() - start >= over) {
            end.run();
        }
    }

    @Override
    public void close() {
        looks.cancel(false);
    }
}
