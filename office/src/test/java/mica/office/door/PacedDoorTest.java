package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import mica.office.pace.Pace;
import mica.office.relay.FaultyRelay;
import mica.office.relay.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails of the door lane keep to the pace of their provider, which they share with notices, and go before them. */
class PacedDoorTest {

    private static final Reply BUSY = new Reply(421, "4.7.0", "too many");

    private DoorWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new DoorWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void a_provider_that_was_slow_in_a_notice_gets_confirmations_after_its_rest_and_others_do_not_wait() {
        given.pace.ask("docomo.ne.jp", "notice", given.now());
        given.pace.tell("docomo.ne.jp", "notice", BUSY, given.now());
        UUID slow = given.confirmation("visitor@docomo.ne.jp");
        UUID other = given.confirmation("visitor@example.com");
        DoorLane lane = given.lane();
        lane.sendDue();
        assertThat(given.state(slow)).isEqualTo("QUEUED");
        assertThat(given.state(other)).isEqualTo("ACCEPTED");
        assertThat(given.nextAttempt(slow))
                .isBetween(given.now().plusSeconds(10), given.now().plusSeconds(11));
        given.passUntil(given.nextAttempt(slow));
        lane.sendDue();
        assertThat(given.state(slow)).isEqualTo("ACCEPTED");
        assertThat(given.count("id = '" + slow + "' and attempts = 1"))
                .as("waiting was no attempt")
                .isEqualTo(1);
    }

    @Test
    void a_provider_that_is_slow_to_a_confirmation_is_slow_to_notices() {
        given.relay.answering("RCPT", "451 4.7.1 slow down");
        given.confirmation("visitor@docomo.ne.jp");
        given.lane().sendDue();
        assertThat(given.pace.ask("mopera.net", "notice", given.now())).isInstanceOf(Pace.Outcome.NotBefore.class);
        assertThat(given.pace.ask("example.com", "notice", given.now())).isInstanceOf(Pace.Outcome.Go.class);
    }

    @Test
    void a_confirmation_goes_next_when_a_notice_has_taken_all_and_more_of_the_notice_waits() {
        while (given.pace.ask("docomo.ne.jp", "notice", given.now()) instanceof Pace.Outcome.Go) {
            given.pace.tell("docomo.ne.jp", "notice", Reply.NOT_SENT, given.now());
        }
        IntStream.range(0, 50).forEach(i -> given.pace.book("docomo.ne.jp", 500, given.now()));
        UUID id = given.confirmation("visitor@docomo.ne.jp");
        DoorLane lane = given.lane();
        lane.sendDue();
        assertThat(given.nextAttempt(id)).isBetween(given.now(), given.now().plusMillis(50));
        given.pass(Duration.ofMillis(50));
        assertThat(given.pace.ask("docomo.ne.jp", "notice", given.now())).isInstanceOf(Pace.Outcome.NotBefore.class);
        lane.sendDue();
        assertThat(given.state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void many_confirmations_to_one_carrier_go_out_as_fast_as_it_likes_without_counting_as_attempts() {
        for (int i = 0; i < 100; i++) {
            given.confirmation("v" + i + "@docomo.ne.jp");
        }
        DoorLane lane = given.lane();
        Instant begun = given.now();
        while (given.count("state = 'ACCEPTED'") < 100) {
            lane.sendDue();
            given.pass(Duration.ofMillis(500));
            assertThat(given.now()).isBefore(begun.plusSeconds(30));
        }
        assertThat(Duration.between(begun, given.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(given.relay.received())
                .extracting(FaultyRelay.Received::to)
                .hasSize(100)
                .doesNotHaveDuplicates();
        assertThat(given.count("attempts <> 1")).isZero();
    }

    @Test
    void a_running_lane_waits_for_a_turn_and_takes_it() throws Exception {
        for (int i = 0; i < 12; i++) {
            given.confirmation("v" + i + "@docomo.ne.jp");
        }
        given.lane().start();
        DoorWorld.waitFor(() -> {
            given.pass(Duration.ofMillis(20));
            return given.count("state = 'ACCEPTED'") == 12;
        });
    }

    @Test
    void a_mail_that_waits_for_its_turn_too_long_is_given_up() {
        UUID id = given.confirmation("visitor@docomo.ne.jp");
        given.pass(Duration.ofHours(24).minusSeconds(5));
        given.pace.ask("docomo.ne.jp", "notice", given.now());
        given.pace.tell("docomo.ne.jp", "notice", BUSY, given.now());
        DoorLane lane = given.lane();
        lane.sendDue();
        given.passUntil(given.nextAttempt(id));
        lane.sendDue();
        assertThat(given.state(id)).isEqualTo("EXPIRED");
    }
}
