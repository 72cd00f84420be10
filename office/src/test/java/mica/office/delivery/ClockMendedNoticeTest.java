package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import mica.office.notice.Notice;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that was a day ahead while a notice was sent, and is right again: nobody waits for that day. */
class ClockMendedNoticeTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;
    private Instant right;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME");
        right = world.now;
    }

    @AfterEach
    void close() {
        relay.close();
        world.close();
    }

    private void untilNobodyHoldsAChunk() {
        NoticeWorld.until(
                () -> world.count("select count(*) from recipient_chunk where leased_until > clock_timestamp()"
                                + " or next_attempt_at <= '" + world.now + "'")
                        == 0);
    }

    @Test
    void who_was_put_off_while_it_was_ahead_is_tried_again_soon_after_it_is_right() {
        world.visitors(30);
        Notice notice = world.approved(world.content());
        relay.answering("RCPT", "450 4.2.1 later");
        world.now = right.plus(A_DAY);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> world.count("select count(*) from recipient_exception where attempts = 1") == 30);
            untilNobodyHoldsAChunk();
            relay.behavingAgain();
            world.now = right.plus(Duration.ofMinutes(2));
            NoticeWorld.until(() -> world.stored(notice.id()).state().isOver());
        }
        assertThat(relay.received()).hasSize(30);
    }

    @Test
    void who_waited_for_the_turn_of_a_provider_does_not_wait_for_the_day_to_come() throws IOException {
        Path table = folder.resolve("providers");
        Files.writeString(table, "slow 1 2 example.jp\nothers 1000 100000 *\n");
        world.pace = new Pace(Providers.read(table));
        world.visitors(40);
        Notice notice = world.approved(world.content());
        world.now = right.plus(A_DAY);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> !relay.received().isEmpty());
            untilNobodyHoldsAChunk();
            world.now = right.plus(Duration.ofMinutes(1));
            NoticeWorld.until(() -> {
                if (world.count("select count(*) from recipient_chunk where not done and (leased_until >"
                                + " clock_timestamp() or next_attempt_at <= '" + world.now + "' or next_attempt_at > '"
                                + world.now.plus(RecipientPatience.LONGEST_WAIT) + "')")
                        == 0) {
                    world.now = world.now.plusMillis(500);
                }
                return world.stored(notice.id()).state().isOver();
            });
        }
        assertThat(relay.received()).hasSize(40);
        assertThat(Duration.between(right, world.now)).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void a_lease_that_was_given_while_it_was_ahead_is_as_long_as_any_once_it_is_right() {
        world.visitors(3);
        Notice notice = world.approved(world.content());
        leased("recipient_chunk");
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            NoticeWorld.until(() -> isUsual("recipient_chunk"));
            assertThat(world.count("select count(*) from recipient_chunk where leased_until > clock_timestamp()"))
                    .as("whoever holds it has the time to renew it")
                    .isPositive();
            world.leasesRunOut();
            NoticeWorld.until(() -> world.stored(notice.id()).state().isOver());
        }
        assertThat(relay.received()).hasSize(3);
    }

    @Test
    void the_same_holds_for_who_fixes_the_people_of_a_notice() {
        world.visitors(3);
        Notice notice = world.approved(world.content());
        FixingStore store = new FixingStore();
        world.office.jdbi().useTransaction(tx -> store.add(tx, notice.id(), 0));
        leased("recipient_fixing");
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            NoticeWorld.until(() -> isUsual("recipient_fixing"));
        }
    }

    private void leased(String table) {
        world.office
                .jdbi()
                .useHandle(handle ->
                        handle.execute("update " + table + " set leased_until = clock_timestamp() + interval '1 day'"));
    }

    private boolean isUsual(String table) {
        return world.count(
                        "select count(*) from " + table + " where leased_until > clock_timestamp() + interval '2 min'")
                == 0;
    }
}
