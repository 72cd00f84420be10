package mica.exchange.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Pulse pulse = new Pulse("worker", Duration.ofMinutes(2), nanos::get);

    @Test
    void a_part_that_hangs_is_down_and_keeps_nobody_however_often_it_is_asked() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Health health = new Health(
                List.of(
                        new Health.HealthQuestion("hanging", () -> {
                            asked.incrementAndGet();
                            await(never);
                            return Part.of("hanging", Condition.WELL, "late");
                        }),
                        new Health.HealthQuestion("good", () -> Part.of("good", Condition.WELL, "here"))),
                Duration.ofMillis(50));
        for (int i = 0; i < 20; i++) {
            HealthReport report = health.now();
            assertThat(report.status()).isEqualTo(503);
            assertThat(report.parts().getFirst()).isEqualTo(Part.of("hanging", Condition.DOWN, "no answer"));
        }
        assertThat(asked).hasValue(1);
        never.countDown();
    }

    @Test
    void what_a_part_throws_is_told_by_its_type_alone() {
        Health health = new Health(List.of(new Health.HealthQuestion("bad", () -> {
            throw new IllegalStateException("name@example.jp");
        })));
        assertThat(health.now().json())
                .contains("\"status\":\"down\"", "IllegalStateException")
                .doesNotContain("name@example.jp");
    }

    @Test
    void the_worst_part_decides_and_only_what_someone_must_act_on_is_503() {
        Part well = Part.of("a", Condition.WELL, "x");
        Part degraded = Part.of("b", Condition.DEGRADED, "x");
        Part down = Part.of("c", Condition.DOWN, "x");
        assertThat(new HealthReport(List.of(well)).status()).isEqualTo(200);
        assertThat(new HealthReport(List.of(well, degraded)).status()).isEqualTo(200);
        assertThat(new HealthReport(List.of(well, degraded)).json()).startsWith("{\"status\":\"degraded\"");
        assertThat(new HealthReport(List.of(down, degraded, well)).status()).isEqualTo(503);
    }

    @Test
    void a_thread_that_dies_is_seen_with_what_it_died_of() throws InterruptedException {
        pulse.start(Thread.ofVirtual(), () -> {
                    throw new OutOfMemoryError("made up");
                })
                .join();
        Pulses pulses = new Pulses();
        pulses.add((Beating) () -> List.of(pulse));
        HealthReport report = new Health(List.of(pulses.question())).now();
        assertThat(report.status()).isEqualTo(503);
        assertThat(report.json())
                .contains("\"worker\":{\"state\":\"ended\",\"failure\":\"OutOfMemoryError\"")
                .doesNotContain("made up");
    }

    @Test
    void what_was_set_aside_shows_for_a_day_and_stays_counted() {
        CountDownLatch end = new CountDownLatch(1);
        pulse.start(Thread.ofVirtual(), () -> await(end));
        pulse.well();
        assertThat(pulse.condition()).isEqualTo(Condition.WELL);
        pulse.setAside();
        assertThat(pulse.condition()).isEqualTo(Condition.DEGRADED);
        assertThat(pulse.facts()).containsEntry("set_aside", 1L);
        nanos.addAndGet(Duration.ofHours(25).toNanos());
        pulse.well();
        assertThat(pulse.condition()).isEqualTo(Condition.WELL);
        assertThat(pulse.facts()).containsEntry("set_aside", 1L);
        end.countDown();
    }

    @Test
    void a_round_that_does_not_end_is_seen_and_a_rest_is_not_taken_for_one() {
        CountDownLatch end = new CountDownLatch(1);
        pulse.start(Thread.ofVirtual(), () -> await(end));
        pulse.begin();
        assertThat(pulse.state()).isEqualTo(Pulse.State.WELL);
        nanos.addAndGet(Duration.ofMinutes(3).toNanos());
        assertThat(pulse.state()).isEqualTo(Pulse.State.STUCK);
        assertThat(pulse.condition()).isEqualTo(Condition.DOWN);
        pulse.well();
        pulse.rest();
        nanos.addAndGet(Duration.ofDays(3).toNanos());
        assertThat(pulse.state()).isEqualTo(Pulse.State.WELL);
        end.countDown();
    }

    @Test
    void one_failure_is_told_and_failing_for_a_minute_is_for_someone_to_act_on() {
        CountDownLatch end = new CountDownLatch(1);
        pulse.start(Thread.ofVirtual(), () -> await(end));
        assertThatThrownBy(() -> pulse.round(() -> {
                    throw new IllegalStateException("x");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pulse.condition()).isEqualTo(Condition.DEGRADED);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        pulse.failed(new IllegalArgumentException("y"));
        assertThat(pulse.condition()).isEqualTo(Condition.DOWN);
        assertThat(pulse.facts()).containsEntry("failure", "IllegalArgumentException");
        pulse.round(() -> {});
        assertThat(pulse.condition()).isEqualTo(Condition.WELL);
        assertThat(pulse.facts()).containsEntry("last_success_seconds", 0L).containsKey("failure_seconds");
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
