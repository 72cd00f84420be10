package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.directory.MailState;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficesShareTheMailTest {

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
    void a_mail_in_the_hands_of_an_office_that_died_is_sent_by_another() {
        UUID id = given.confirmation("visitor@example.com");
        MailStore dead = given.store();
        List<MailStore.Claim> claims = dead.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE);
        assertThat(claims).hasSize(1);
        DoorLane lane = given.lane();
        lane.sendDue();
        assertThat(given.relay.received()).isEmpty();
        given.pass(Duration.ofSeconds(30));
        dead.renew(Map.of(id, claims.getFirst().attempt()), DoorWorker.LEASE);
        given.pass(Duration.ofSeconds(40));
        lane.sendDue();
        assertThat(given.relay.received()).isEmpty();
        given.pass(Duration.ofSeconds(60));
        lane.sendDue();
        assertThat(given.relay.received()).hasSize(1);
        assertThat(given.state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void an_office_that_lost_its_claim_settles_nothing() {
        UUID id = given.confirmation("visitor@example.com");
        MailStore store = given.store();
        MailStore.Claim late =
                store.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE).getFirst();
        given.pass(DoorWorker.LEASE);
        assertThat(store.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE)).hasSize(1);
        store.settle(late, MailStore.Settled.REFUSED, "550", MailState.FAILED);
        store.putBack(late, DoorWorld.START, "late");
        assertThat(given.state(id)).isEqualTo("QUEUED");
        assertThat(given.nextAttempt(id)).isEqualTo(given.now().plus(DoorWorker.LEASE));
    }

    @Test
    void two_offices_share_the_work_and_tell_nobody_twice() throws Exception {
        given.confirmations(200);
        DoorLane one = given.lane();
        DoorLane other = given.lane();
        Thread beside = Thread.ofVirtual().start(other::sendDue);
        one.sendDue();
        beside.join();
        assertThat(given.relay.received())
                .extracting(FaultyRelay.Received::to)
                .hasSize(200)
                .doesNotHaveDuplicates();
    }
}
