package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DatabaseTimeTest {

    @Test
    void time_goes_on_between_two_readings_and_follows_the_database_at_the_next() {
        AtomicReference<Instant> database = new AtomicReference<>(Instant.parse("2026-04-12T03:00:00Z"));
        AtomicLong nanos = new AtomicLong(-5);
        DatabaseTime time = new DatabaseTime(database::get, nanos::get);
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(time.instant()).isEqualTo(Instant.parse("2026-04-12T03:00:07Z"));
        database.set(Instant.parse("2026-04-12T03:00:09Z"));
        time.read();
        assertThat(time.instant()).isEqualTo(Instant.parse("2026-04-12T03:00:09Z"));
    }
}
