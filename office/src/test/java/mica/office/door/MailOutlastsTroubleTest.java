package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import mica.exchange.seal.KeyPurpose;
import mica.office.message.MessageComposerTest;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailOutlastsTroubleTest {

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
    void a_mail_waits_while_the_relay_is_away_and_goes_out_when_it_is_back() {
        UUID id = given.confirmation("visitor@example.com");
        int port = given.relay.port();
        DoorLane lane = given.lane();
        given.relay.close();
        lane.sendDue();
        assertThat(given.state(id)).isEqualTo("QUEUED");
        try (FaultyRelay back = FaultyRelay.startAt(port)) {
            lane.sendDue();
            assertThat(back.received()).isEmpty();
            given.pass(Duration.ofSeconds(20));
            lane.sendDue();
            assertThat(back.received()).hasSize(1);
        }
        assertThat(given.state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void an_absence_of_hours_costs_a_minute_at_most_after_it() {
        given.confirmations(30);
        given.relay.answering("banner", "421 4.3.2 down");
        DoorLane lane = given.lane();
        for (int minute = 0; minute < 300; minute += 5) {
            lane.sendDue();
            given.pass(Duration.ofMinutes(5));
        }
        given.relay.behavingAgain();
        given.pass(Duration.ofSeconds(75));
        lane.sendDue();
        assertThat(given.relay.received()).hasSize(30);
    }

    @Test
    void a_deferred_mail_comes_back_after_growing_pauses() {
        given.relay.answering("RCPT", "450 4.2.1 greylisted");
        UUID id = given.confirmation("visitor@example.com");
        DoorLane lane = given.lane();
        Duration last = Duration.ZERO;
        for (int attempt = 1; attempt <= 8; attempt++) {
            lane.sendDue();
            Instant next = given.nextAttempt(id);
            Duration pause = Duration.between(given.now(), next);
            assertThat(pause)
                    .isGreaterThan(last.dividedBy(2))
                    .isBetween(Duration.ofSeconds(11), Duration.ofSeconds(2_250));
            last = pause;
            given.passUntil(next);
        }
        assertThat(last).isGreaterThan(Duration.ofMinutes(20));
        given.relay.behavingAgain();
        lane.sendDue();
        assertThat(given.state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void a_confirmation_is_given_up_after_a_day_and_a_venues_mail_after_five() {
        given.relay.answering("RCPT", "450 4.2.1 greylisted");
        UUID confirmation = given.confirmation("visitor@example.com");
        given.posters("venue@example.com");
        DoorLane lane = given.lane();
        given.pass(Duration.ofHours(23));
        lane.sendDue();
        assertThat(given.state(confirmation)).isEqualTo("QUEUED");
        given.pass(Duration.ofHours(1));
        lane.sendDue();
        assertThat(given.state(confirmation)).isEqualTo("EXPIRED");
        given.pass(Duration.ofHours(95));
        lane.sendDue();
        assertThat(given.count("kind = 'POSTERS' and state = 'QUEUED'")).isEqualTo(1);
        given.pass(Duration.ofHours(1));
        lane.sendDue();
        assertThat(given.count("kind = 'POSTERS' and state = 'EXPIRED'")).isEqualTo(1);
    }

    @Test
    void what_was_lost_after_the_dot_is_sent_again_as_the_same_mail() throws Exception {
        given.relay.answering(".", FaultyRelay.TAKE_AND_DROP);
        UUID id = given.confirmation("visitor@example.com");
        DoorLane lane = given.lane();
        lane.sendDue();
        assertThat(given.state(id)).isEqualTo("QUEUED");
        given.relay.behavingAgain();
        given.pass(Duration.ofMinutes(1));
        lane.sendDue();
        assertThat(given.relay.received()).hasSize(2);
        for (FaultyRelay.Received received : given.relay.received()) {
            assertThat(MessageComposerTest.parse(received.message()).getMessageID())
                    .isEqualTo("<" + id + "@pref.example.jp>");
        }
    }

    @Test
    void a_mail_that_cannot_be_written_holds_up_no_other() {
        Map<String, String> broken = DoorMailsTest.parameters();
        broken.remove("arrivedAt");
        UUID first = given.confirmation("broken@example.com", broken);
        UUID second = given.confirmation("fine@example.com");
        given.lane().sendDue();
        assertThat(given.state(first)).isEqualTo("QUEUED");
        assertThat(given.state(second)).isEqualTo("ACCEPTED");
        assertThat(given.log()).anyMatch(event -> event.getFormattedMessage().startsWith("mail.broken id=" + first));
    }

    @Test
    void a_recipient_whose_key_is_gone_ends_the_mail() {
        UUID id = given.confirmation("visitor@example.com");
        given.keys.destroy(DoorWorld.DAY, KeyPurpose.DOOR);
        given.lane().sendDue();
        assertThat(given.state(id)).isEqualTo("EXPIRED");
        assertThat(given.relay.received()).isEmpty();
    }
}
