package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadAddressesAreSparedTest {

    private static final String GONE = "gone@example.com";

    @TempDir
    Path folder;

    @Test
    void a_confirmation_to_a_dead_address_is_recorded_and_not_sent() {
        try (DoorWorld given = new DoorWorld(folder)) {
            refuse(given, "550 5.1.1 no such user");
            given.pass(Duration.ofDays(1));
            refuse(given, "550 5.1.1 no such user");
            given.relay.behavingAgain();

            UUID mail = given.confirmation(GONE);
            UUID other = given.confirmation("visitor@example.com");
            given.laneOfAnother().sendDue();

            assertThat(given.state(mail)).isEqualTo("SUPPRESSED");
            assertThat(given.state(other)).isEqualTo("ACCEPTED");
            assertThat(given.relay.received()).extracting("to").containsExactly("visitor@example.com");
            assertThat(given.count("state = 'SUPPRESSED' and sealed_recipient is null and not parameters ? 'link'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void mails_to_venues_are_never_held_back() {
        try (DoorWorld given = new DoorWorld(folder)) {
            given.office().jdbi().useTransaction(tx -> given.dead().report(tx, EmailAddress.of(GONE)));
            given.pass(Duration.ofDays(1));
            given.office().jdbi().useTransaction(tx -> given.dead().report(tx, EmailAddress.of(GONE)));
            assertThat(given.dead().isDead(EmailAddress.of(GONE))).isTrue();
            given.posters(GONE).lane().sendDue();
            assertThat(given.relay.received()).extracting("to").containsExactly(GONE);
        }
    }

    @Test
    void refusals_for_other_reasons_hold_nothing_back() {
        try (DoorWorld given = new DoorWorld(folder)) {
            for (String reply : new String[] {
                "550 5.7.1 policy",
                "550 no",
                "552 5.2.2 full",
                "554 5.2.1 closed",
                "550 5.1.1 blocked by a blocklist",
                "550 5.1.1 rate limit reached"
            }) {
                refuse(given, reply);
                given.pass(Duration.ofDays(1));
            }
            given.relay.behavingAgain();
            UUID mail = given.confirmation(GONE);
            given.laneOfAnother().sendDue();
            assertThat(given.state(mail)).isEqualTo("ACCEPTED");
        }
    }

    private static void refuse(DoorWorld given, String reply) {
        given.relay.answeringRecipient(GONE, reply);
        UUID mail = given.confirmation(GONE);
        given.lane().sendDue();
        assertThat(given.state(mail)).isEqualTo("REFUSED");
    }
}
