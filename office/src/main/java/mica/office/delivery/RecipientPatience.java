package mica.office.delivery;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.BackOff;

/** How long a recipient waits for the next attempt. */
final class RecipientPatience {

    /** After the first attempt, the second, …; the last one for every further time. */
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** Longer than any pause. */
    static final Duration LONGEST_WAIT = Duration.ofHours(2);

    private RecipientPatience() {}

    /** A quarter more or less, the same for a whole chunk: so chunks do not come back in step, and their people do. */
    static Duration after(int attempts, int chunk) {
        Duration usual = BACK_OFF.get(Math.clamp(attempts, 1, BACK_OFF.size()) - 1);
        return BackOff.spread(usual, Math.floorMod(31 * chunk + 17 * attempts, 500) / 500.0);
    }
}
