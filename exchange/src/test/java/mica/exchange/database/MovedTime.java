package mica.exchange.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A database's time that goes as a test's clock does. */
public final class MovedTime {

    private MovedTime() {}

    public static DatabaseTime of(InstantSource clock) {
        return new DatabaseTime(
                clock, () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
    }
}
