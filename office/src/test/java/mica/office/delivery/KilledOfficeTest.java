package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;
import mica.office.relay.FaultyRelay;
import mica.office.relay.FaultyRelay.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed and frozen in the middle of a notice. */
class KilledOfficeTest {

    /** The suite has time for a few; fifty were run once for the record (ADR 13). */
    private static final int KILLS = Integer.getInteger("mica.test.kills", 4);

    private static final int PEOPLE = 10_000;
    private static final int OPEN = 80;

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;
    private Crowd crowd;
    private final List<Process> offices = new ArrayList<>();

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME");
        crowd = Crowd.of(world, PEOPLE);
    }

    @AfterEach
    void close() {
        offices.forEach(Process::destroyForcibly);
        relay.close();
        world.close();
    }

    @Test
    void an_office_killed_at_random_moments_leaves_nobody_out_and_repeats_no_more_than_the_open_window()
            throws Exception {
        Notice notice = world.approved(world.content());
        slowRelay();
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            Process office = start();
            int before = relay.received().size();
            int more = random.nextInt(1 + PEOPLE / KILLS);
            NoticeWorld.until(() -> relay.received().size() > before + more || isOver(notice));
            kill(office);
            world.leasesRunOut();
            assertThat(world.count("select count(*) from recipient_state where state = 'DOT_SENT'"))
                    .isLessThanOrEqualTo(OPEN);
        }
        finish(notice);

        int copies = Crowd.copies(relay.received());
        System.out.printf(
                "%d kills, %d second copies among %d mails%n",
                KILLS, copies, relay.received().size());
        assertThat(copies).isLessThanOrEqualTo(KILLS * OPEN);
        everyoneWasReached(notice);
    }

    @Test
    void an_office_that_was_frozen_past_its_lease_and_wakes_sends_nothing_more_of_what_another_one_has()
            throws Exception {
        Notice notice = world.approved(world.content());
        slowRelay();
        Process office = start();
        NoticeWorld.until(() -> relay.received().size() > 2_000);
        signal(office, "STOP");
        world.leasesRunOut();
        finish(notice);
        int atItsEnd = Crowd.copies(relay.received());

        // Twenty minutes later it wakes up.
        OfficeProcess.setClock(folder, world.now.plus(Duration.ofMinutes(20)));
        signal(office, "CONT");
        Thread.sleep(3_000);
        assertThat(office.isAlive()).isTrue();
        kill(office);

        assertThat(Crowd.copies(relay.received())).isLessThanOrEqualTo(OPEN).isGreaterThanOrEqualTo(atItsEnd);
        everyoneWasReached(notice);
    }

    /** So that a notice takes long enough to be hit in its middle. */
    private void slowRelay() {
        relay.scripted((step, address, usual) -> {
            if (step.equals("EHLO")) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException closing) {
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        });
    }

    private void finish(Notice notice) {
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            NoticeWorld.until(() -> isOver(notice));
        }
    }

    private boolean isOver(Notice notice) {
        return world.stored(notice.id()).state().isOver();
    }

    private Process start() throws IOException {
        Process office = OfficeProcess.start(world, folder, relay.port());
        offices.add(office);
        return office;
    }

    private static void kill(Process office) throws InterruptedException {
        office.destroyForcibly().waitFor();
    }

    private static void signal(Process office, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(office.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private void everyoneWasReached(Notice notice) {
        List<Received> received = relay.received();
        assertThat(new HashSet<>(received.stream().map(Received::to).toList())).isEqualTo(crowd.addresses());
        crowd.checkMails(received);
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(PEOPLE);
        assertThat(world.stored(notice.id()).state()).isEqualTo(NoticeState.SENT);
    }
}
