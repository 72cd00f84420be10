package mica.exchange.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private long now = Long.MAX_VALUE - 5;
    private final Repeats repeats = new Repeats(() -> now);
    private final List<String> log = new ArrayList<>();

    private void happens(String what) {
        repeats.note(what, 1, (which, times) -> log.add(which + " " + times));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void a_line_is_said_at_once_and_then_once_a_minute_with_how_often_it_was() {
        for (int i = 0; i < 12_143; i++) {
            happens("seen before");
        }
        assertThat(log).containsExactly("seen before 1");
        pass(Duration.ofSeconds(59));
        happens("seen before");
        happens("cut off");
        assertThat(log).containsExactly("seen before 1", "cut off 1");
        pass(Duration.ofSeconds(1));
        repeats.sayDue();
        assertThat(log).containsExactly("seen before 1", "cut off 1", "seen before 12143");
        pass(Duration.ofHours(1));
        repeats.sayDue();
        happens("seen before");
        assertThat(log).endsWith("seen before 12143", "seen before 1").hasSize(4);
    }

    @Test
    void what_somebody_makes_up_does_not_become_a_line_each() {
        for (int i = 0; i < 1_000; i++) {
            happens("made up " + i);
        }
        assertThat(log).hasSizeLessThan(30).contains(Repeats.OTHERS + " 1");
        pass(Duration.ofMinutes(1));
        repeats.sayDue();
        assertThat(log).anyMatch(line -> line.startsWith(Repeats.OTHERS + " 9"));
    }
}
