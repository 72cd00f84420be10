package mica.exchange.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(Duration.ofSeconds(15), Duration.ofMinutes(5));

    @Test
    void pauses_double_up_to_the_longest() {
        assertThat(backOff.after(1)).isEqualTo(Duration.ofSeconds(15));
        assertThat(backOff.after(2)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backOff.after(5)).isEqualTo(Duration.ofMinutes(4));
        assertThat(backOff.after(6)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backOff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backOff.after(0)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void a_pause_is_spread_by_a_quarter() {
        assertThat(BackOff.spread(Duration.ofMinutes(4), 0)).isEqualTo(Duration.ofMinutes(3));
        assertThat(BackOff.spread(Duration.ofMinutes(4), 0.5)).isEqualTo(Duration.ofMinutes(4));
        assertThat(BackOff.spread(Duration.ofMinutes(4), 1)).isEqualTo(Duration.ofMinutes(5));
    }
}
