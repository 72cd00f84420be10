package mica.bench.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static final long BEGUN = 5_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final int PER_SECOND = 100;

    /** Ten milliseconds apart, the n-th waits n milliseconds. */
    private static long[] taken(int count) {
        long[] taken = new long[count];
        Arrays.setAll(taken, i -> BEGUN + i * 10 * MILLISECOND + i * MILLISECOND);
        return taken;
    }

    @Test
    void a_wait_begins_when_the_form_was_to_be_sent() {
        Latencies latencies = new Latencies(taken(1_001), BEGUN, PER_SECOND);
        assertThat(latencies.lost()).isZero();
        assertThat(Latencies.text(latencies.all()))
                .isEqualTo("1,001: p50 0.500 s, p95 0.950 s, p99 0.990 s, p99.9 0.999 s, max 1.000 s");
        assertThat(latencies.conclusion())
                .isEqualTo("confirmation: p95 0.950 s at 100/s, p99.9 0.999 s (targets 2 s, 60 s)");
    }

    @Test
    void those_of_a_stretch_are_told_apart() {
        Latencies latencies = new Latencies(taken(1_001), BEGUN, PER_SECOND);
        long from = BEGUN + 100 * 10 * MILLISECOND;
        long to = BEGUN + 200 * 10 * MILLISECOND;
        assertThat(latencies.ofThoseDue(from, to).getTotalCount()).isEqualTo(101);
        assertThat(Latencies.seconds(latencies.ofThoseDue(from, to), 100)).isBetween(0.2, 0.201);
        assertThat(latencies.ofThoseDue(Long.MIN_VALUE, from - 1).getTotalCount())
                .isEqualTo(100);
    }

    @Test
    void whose_mail_never_came_is_lost_and_has_no_wait() {
        long[] taken = taken(10);
        taken[3] = 0;
        Latencies latencies = new Latencies(taken, BEGUN, PER_SECOND);
        assertThat(latencies.lost()).isEqualTo(1);
        assertThat(latencies.all().getTotalCount()).isEqualTo(9);
    }
}
