package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import mica.exchange.health.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayPartTest {

    private final AtomicLong nanos = new AtomicLong();
    private final FaultyRelay first = FaultyRelay.start();
    private final FaultyRelay second = FaultyRelay.start();
    private final Relay relays = relays(first, second);

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Relay relays(FaultyRelay... relays) {
        return new Relay(
                List.of(relays).stream()
                        .map(one -> RelayConfiguration.plain("127.0.0.1", one.port(), "office.test"))
                        .toList(),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                nanos::get);
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void check() {
        relays.check(Duration.ofSeconds(40));
    }

    @Test
    void relays_that_greet_are_well() {
        check();
        assertThat(relays.part().condition()).isEqualTo(Condition.WELL);
        assertThat(relays.part().facts().toString()).contains("says=usable", "last_success_seconds=0");
    }

    @Test
    void one_that_is_down_while_another_works_is_to_be_watched_and_all_of_them_for_a_minute_to_be_acted_on() {
        check();
        first.close();
        after(Duration.ofMinutes(1));
        check();
        assertThat(relays.part().condition()).isEqualTo(Condition.DEGRADED);
        after(Duration.ofMinutes(5));
        assertThat(relays.part().condition()).isEqualTo(Condition.DEGRADED);

        second.close();
        check();
        assertThat(relays.part().condition()).isEqualTo(Condition.DEGRADED);
        after(Duration.ofMinutes(1));
        assertThat(relays.part().condition()).isEqualTo(Condition.DOWN);
        assertThat(relays.part().facts().toString()).contains("says=in trouble", "failure=ConnectException");
    }

    @Test
    void a_relay_of_which_something_was_heard_lately_is_not_greeted_for_nothing() {
        check();
        check();
        assertThat(first.connections()).isEqualTo(1);
        after(Duration.ofMinutes(1));
        check();
        assertThat(first.connections()).isEqualTo(2);
    }

    @Test
    void
            a_relay_whose_every_reply_is_late_is_to_be_acted_on_and_one_that_lets_its_clients_wait_for_the_greeting_is_not() {
        ReplyTimes times = new ReplyTimes(nanos::get);
        long five = Duration.ofSeconds(5).toNanos();
        times.note(five);
        times.note(five);
        assertThat(times.isTooSlow()).as("of two nothing can be said").isFalse();
        times.note(five);
        assertThat(times.isTooSlow()).isTrue();
        times.note(Duration.ofMillis(30).toNanos());
        assertThat(times.isTooSlow()).isFalse();
        after(Duration.ofSeconds(61));
        times.note(five);
        times.note(five);
        times.note(five);
        assertThat(times.isTooSlow()).as("a minute ago one was in time").isFalse();
        after(Duration.ofSeconds(61));
        times.note(five);
        assertThat(times.isTooSlow()).isTrue();
        after(Duration.ofMinutes(3));
        assertThat(times.isTooSlow()).isFalse();
    }

    @Test
    void the_slowest_reply_is_forgotten_after_two_minutes() {
        ReplyTimes times = new ReplyTimes(nanos::get);
        times.note(Duration.ofSeconds(5).toNanos());
        times.note(Duration.ofMillis(3).toNanos());
        assertThat(times.slowest()).contains(Duration.ofSeconds(5));
        assertThat(times.isSlow()).isTrue();
        after(Duration.ofSeconds(70));
        times.note(Duration.ofMillis(4).toNanos());
        assertThat(times.slowest()).contains(Duration.ofSeconds(5));
        after(Duration.ofSeconds(130));
        times.note(Duration.ofMillis(2).toNanos());
        assertThat(times.slowest()).contains(Duration.ofMillis(2));
        assertThat(times.isSlow()).isFalse();
    }
}
