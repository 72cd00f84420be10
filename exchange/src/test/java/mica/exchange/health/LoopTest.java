package mica.exchange.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);

    private final BlockingQueue<Integer> rounds = new LinkedBlockingQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<RuntimeException> told = new CopyOnWriteArrayList<>();
    private final Pulse pulse = new Pulse("loop", Duration.ofMinutes(1));

    private void round() {
        rounds.add(number.incrementAndGet());
        if (number.get() == 2) {
            throw new IllegalStateException("the second");
        }
    }

    private void awaitRound(int which) throws InterruptedException {
        assertThat(rounds.poll(2, TimeUnit.MINUTES)).isEqualTo(which);
    }

    @Test
    void a_round_that_fails_is_told_and_the_next_one_comes() throws InterruptedException {
        try (Loop loop = new Loop(pulse, SHORT, told::add).start(this::round)) {
            awaitRound(1);
            awaitRound(2);
            awaitRound(3);
            assertThat(told).hasSize(1);
            assertThat(loop.pulse().facts()).containsEntry("failure", "IllegalStateException");
        }
    }

    @Test
    void after_a_failure_it_rests_as_long_as_is_wanted() throws InterruptedException {
        try (Loop loop = new Loop(pulse, SHORT, told::add).afterFailure(NEVER).start(this::round)) {
            awaitRound(1);
            awaitRound(2);
            assertThat(rounds.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(loop.pulse().state()).isEqualTo(Pulse.State.FAILING);
        }
    }

    @Test
    void it_may_rest_before_the_first_round() throws InterruptedException {
        try (Loop loop = new Loop(pulse, NEVER, told::add).restingFirst().start(this::round)) {
            assertThat(rounds.poll(300, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void closing_ends_the_thread_and_waits_for_its_round_where_that_is_wanted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Loop loop = new Loop(pulse, SHORT, told::add).waitedFor().start(() -> {
            begun.countDown();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            ended.set(true);
        });
        begun.await();
        loop.close();
        assertThat(ended).isTrue();
        assertThat(pulse.state()).isEqualTo(Pulse.State.ENDED);
    }

    @Test
    void what_was_never_started_is_closed_without_a_word() {
        new Loop(pulse, SHORT, told::add).close();
        assertThat(told).isEmpty();
    }
}
