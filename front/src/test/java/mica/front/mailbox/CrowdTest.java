package mica.front.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final long MS = 1_000_000;

    private final Crowd crowd = new Crowd(500);

    @Test
    void a_crowd_that_comes_in_one_moment_and_is_served_in_the_next_is_none() {
        for (int left = 5_000; left > 0; left -= 500) {
            crowd.left(left, (5_000 - left) / 500 * 20 * MS);
            assertThat(crowd.stands()).isFalse();
        }
        crowd.left(0, 400 * MS);
        assertThat(crowd.stands()).isFalse();
    }

    @Test
    void a_queue_that_stands_turns_people_away_until_it_is_short() {
        crowd.left(1_000, 0);
        crowd.left(1_500, 299 * MS);
        assertThat(crowd.stands()).isFalse();
        crowd.left(2_000, 300 * MS);
        assertThat(crowd.stands()).isTrue();
        crowd.left(501, 310 * MS);
        assertThat(crowd.stands()).isTrue();
        crowd.left(500, 320 * MS);
        assertThat(crowd.stands()).isFalse();
    }

    @Test
    void where_more_come_than_can_be_taken_the_next_queue_is_known_sooner() {
        crowd.left(1_000, 0);
        crowd.left(1_000, 300 * MS);
        crowd.left(0, 400 * MS);
        crowd.left(1_000, 500 * MS);
        crowd.left(1_000, 549 * MS);
        assertThat(crowd.stands()).isFalse();
        crowd.left(1_000, 550 * MS);
        assertThat(crowd.stands()).isTrue();
    }

    @Test
    void after_a_while_a_crowd_is_forgotten() {
        crowd.left(1_000, 0);
        crowd.left(1_000, 300 * MS);
        crowd.left(0, 400 * MS);
        crowd.left(1_000, 10_000 * MS);
        crowd.left(1_000, 10_100 * MS);
        assertThat(crowd.stands()).isFalse();
    }
}
