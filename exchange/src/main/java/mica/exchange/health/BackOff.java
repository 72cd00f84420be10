package mica.exchange.health;

import java.time.Duration;

/**
 * How long to leave alone what failed: twice as long each time.
 *
 * @param first after the first failure
 * @param longest after many
 */
public record BackOff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /** @param failures so far, from 1 */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /**
     * A quarter more or less, so that those who wait do not come back in step.
     *
     * @param share from 0, a quarter less, to 1, a quarter more; the same for the same one, so that tests see the same
     */
    public static Duration spread(Duration pause, double share) {
        return Duration.ofMillis((long) (pause.toMillis() * (0.75 + share / 2)));
    }
}
