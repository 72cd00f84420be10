package mica.front.mailbox;

import java.time.Duration;

/**
 * Whether who comes now would wait too long: a queue that stands, or a commit that does not end. A crowd that comes in one
 * moment and is served in the next is none. Threads may share it.
 */
final class Crowd {

    /** A person at a door looks up. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** A hall that opens is served within this; a queue that stands for longer only grows. */
    private static final long STANDING = Duration.ofMillis(300).toNanos();

    /** The queue is back at once where more come than can be taken. */
    private static final long STANDING_AGAIN = Duration.ofMillis(50).toNanos();

    private static final long LATELY = Duration.ofSeconds(2).toNanos();

    private final int small;
    private boolean stands;
    private long since;
    private long lastCrowded;
    private boolean wasCrowded;
    private volatile boolean crowded;

    /** @param small how many in the queue are gone with the next commit */
    Crowd(int small) {
        this.small = small;
    }

    /** A writer took its batch. @param left how many the batch had no room for @param now nanoTime */
    synchronized void left(int left, long now) {
        if (left <= small) {
            stands = false;
            crowded = false;
            return;
        }
        if (!stands) {
            stands = true;
            since = now;
        }
        boolean lately = wasCrowded && now - lastCrowded < LATELY;
        if (crowded || now - since >= (lately ? STANDING_AGAIN : STANDING)) {
            crowded = true;
            wasCrowded = true;
            lastCrowded = now;
        }
    }

    /** Whether the queue has stood for too long. */
    boolean stands() {
        return crowded;
    }
}
