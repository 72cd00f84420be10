package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import mica.exchange.health.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockMendedTest {

    @TempDir
    Path folder;

    private DoorWorld given;

    @BeforeEach
    void open() {
        given = new DoorWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void what_was_put_off_while_the_clock_was_a_day_ahead_goes_out_when_it_is_right_again() {
        Instant right = given.now();
        DoorLane lane = given.lane();
        given.passUntil(right.plus(Duration.ofHours(20)));
        given.relay.answering("RCPT", "450 4.2.1 greylisted");
        given.confirmations(30);
        given.posters("venue@example.com");
        lane.sendDue();
        assertThat(given.relay.received()).isEmpty();

        given.passUntil(right.plus(Duration.ofMinutes(1)));
        given.relay.behavingAgain();
        lane.sendDue();
        assertThat(given.relay.received()).hasSize(31);
    }

    @Test
    void a_mail_whose_keys_are_missing_waits_for_them_and_is_not_given_up() throws IOException {
        UUID id = given.confirmation("visitor@example.com");
        Path keys = folder.resolve("keys").resolve(DoorWorld.DAY.toString());
        Files.move(keys, folder.resolve("lost"));
        given.lane().sendDue();
        assertThat(given.state(id)).isEqualTo("QUEUED");
        Files.move(folder.resolve("lost"), keys);
        given.pass(Duration.ofMinutes(1)).lane().sendDue();
        assertThat(given.state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void mails_that_nobody_sends_in_time_are_told_by_the_database_s_clock() {
        assertThat(WaitingMails.part(given.office().jdbi()).condition()).isEqualTo(Condition.WELL);
        given.confirmations(3);
        overdue("20 seconds");
        assertThat(WaitingMails.part(given.office().jdbi()).condition()).isEqualTo(Condition.DEGRADED);
        overdue("100 seconds");
        assertThat(WaitingMails.part(given.office().jdbi()).condition()).isEqualTo(Condition.DOWN);
        overdue("-100 seconds");
        assertThat(WaitingMails.part(given.office().jdbi()).condition()).isEqualTo(Condition.WELL);
        given.office()
                .jdbi()
                .useHandle(handle -> handle.execute("update mail set created_at = now() - interval '1 hour'"));
        assertThat(WaitingMails.part(given.office().jdbi()).condition()).isEqualTo(Condition.DEGRADED);
    }

    private void overdue(String by) {
        given.office()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update mail set next_attempt_at = clock_timestamp() - cast(? as interval), created_at = clock_timestamp()",
                        by));
    }
}
