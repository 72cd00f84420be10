package mica.office.delivery;

import static mica.office.delivery.NoticeWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of how many people nobody knows whether a copy arrived: kept, exact, and still told when the people are erased. */
class UncertainPeopleTest {

    private static final int PEOPLE = 120;
    private static final String UNCERTAIN = "select count(*) from recipient_state where uncertain";

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;
    private Notice notice;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME");
        Crowd.of(world, PEOPLE);
        notice = world.approved(world.content());
    }

    @AfterEach
    void close() {
        relay.close();
        world.close();
    }

    @Test
    void who_is_sent_to_again_after_the_relay_hung_up_behind_the_dot_counts_once_as_having_perhaps_more_than_one() {
        Set<String> twice = ConcurrentHashMap.newKeySet();
        Set<String> once = ConcurrentHashMap.newKeySet();
        // Some are hung up on at both of their first two attempts.
        relay.scripted((step, address, usual) ->
                isContent(step) && address.matches("visitor\\d*5@.*") && (once.add(address) || twice.add(address))
                        ? FaultyRelay.TAKE_AND_DROP
                        : null);

        send(this::nobodyIsHeld);

        int open = world.count(UNCERTAIN);
        assertThat(open).isPositive();
        assertThat(progress().open()).isEqualTo(open);
        assertThat(progress().severalCopies()).isZero();

        send(this::isOver);

        int uncertain = world.count("select count(*) from recipient_exception where uncertain");
        assertThat(twice).isNotEmpty();
        assertThat(uncertain).isGreaterThanOrEqualTo(once.size());
        assertThat(progress().severalCopies()).isEqualTo(uncertain);
        assertThat(progress().open()).isZero();
        assertThat(progress().unknown(NoticeState.SENT)).isZero();
        assertThat(progress().accepted()).isEqualTo(PEOPLE);

        eraseEveryone();

        assertThat(progress().severalCopies()).isEqualTo(uncertain);
    }

    @Test
    void whom_a_killed_office_left_behind_the_dot_are_uncertain_from_the_end_of_its_lease_on() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        relay.scripted((step, address, usual) -> {
            if (isContent(step) && relay.received().size() > 40) {
                stalled.set(true);
                return FaultyRelay.STALL;
            }
            return null;
        });
        Process office = OfficeProcess.start(world, folder, relay.port());
        NoticeWorld.until(stalled::get);
        assertThat(progress().open()).as("while it may still answer").isZero();
        office.destroyForcibly().waitFor();
        world.leasesRunOut();

        int left = world.count("select count(*) from recipient_state where state = 'DOT_SENT'");
        assertThat(left).isPositive();
        assertThat(progress().open()).isEqualTo(left);

        // The next office takes them over and sends to them again.
        relay.behavingAgain();
        send(this::isOver);

        assertThat(progress().open()).isZero();
        assertThat(progress().severalCopies()).isEqualTo(left);
        assertThat(progress().accepted()).isEqualTo(PEOPLE);
    }

    @Test
    void who_is_refused_when_sent_to_again_is_somebody_of_whom_nobody_knows() {
        int open = someAreUncertain();
        relay.scripted((step, address, usual) -> step.equals("RCPT") ? "550 5.1.1 unknown" : null);

        send(this::isOver);

        assertThat(progress().unknown(NoticeState.SENT)).isEqualTo(open);
        assertThat(progress().severalCopies()).isZero();
        assertThat(progress().open()).isZero();
    }

    @Test
    void who_is_put_off_when_sent_to_again_stays_uncertain_until_the_deadline_and_after_it() {
        int open = someAreUncertain();
        relay.scripted((step, address, usual) -> step.equals("RCPT") ? "451 4.3.0 later" : null);
        int attempts = world.count("select sum(attempts) from recipient_exception where uncertain");
        send(() -> isOver()
                || world.count("select sum(attempts) from recipient_exception where uncertain") >= attempts + open);
        assertThat(progress().open()).isEqualTo(open);

        world.now = world.now.plus(Duration.ofDays(3));
        send(this::isOver);

        assertThat(progress().unknown(NoticeState.SENT)).isEqualTo(open);
        assertThat(progress().open()).isZero();
    }

    @Test
    void who_is_uncertain_when_a_notice_is_stopped_is_told_for_good() {
        int open = someAreUncertain();
        done(world.notices().stop(world.author, notice.id()));

        eraseEveryone();

        assertThat(progress().unknown(NoticeState.STOPPED)).isEqualTo(open);
    }

    @Test
    void who_is_erased_before_an_outcome_was_known_stays_in_the_count() {
        int open = someAreUncertain();

        eraseEveryone();

        assertThat(world.count("select count(*) from recipient")).isZero();
        assertThat(progress().open()).isZero();
        assertThat(progress().unknown(NoticeState.SENDING)).isEqualTo(open);
    }

    @Test
    void a_dot_that_nobody_counts_is_refused_by_the_database() {
        assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> {
                    handle.execute("update recipient_chunk set states = translate(states, 'q', 'c')");
                    handle.execute("update recipient_chunk set states = translate(states, 'c', 'd')");
                }))
                .hasMessageContaining("check constraint");
    }

    /** @return how many, each of them at rest */
    private int someAreUncertain() {
        relay.scripted((step, address, usual) ->
                isContent(step) && address.matches("visitor\\d*5@.*") ? FaultyRelay.TAKE_AND_DROP : null);
        send(this::nobodyIsHeld);
        int open = world.count(UNCERTAIN);
        assertThat(open).isPositive();
        assertThat(progress().open()).isEqualTo(open);
        return open;
    }

    /** Everyone was tried, and whoever is left waits for a later attempt. */
    private boolean nobodyIsHeld() {
        return world.count("select count(*) from recipient_chunk where not done"
                        + " and (leased_until > clock_timestamp() or next_attempt_at <= '" + world.now + "')")
                == 0;
    }

    private boolean isOver() {
        if (nobodyIsHeld()) {
            world.now = world.now.plus(Duration.ofMinutes(2));
        }
        return world.stored(notice.id()).state().isOver();
    }

    private void send(BooleanSupplier until) {
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            NoticeWorld.until(until);
        }
    }

    private Progress progress() {
        return world.progress(notice.id());
    }

    private void eraseEveryone() {
        RecipientDayStore days = new RecipientDayStore(world.clock);
        while (world.office.jdbi().inTransaction(tx -> days.erase(tx, NoticeWorld.DAY)) > 0) {
            assertThat(progress().toDo()).isNotNegative();
        }
    }

    private static boolean isContent(String step) {
        return step.equals("BDAT") || step.equals(".");
    }
}
