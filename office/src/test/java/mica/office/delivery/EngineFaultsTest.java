package mica.office.delivery;

import static java.util.Objects.requireNonNull;
import static mica.office.delivery.NoticeWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mica.exchange.database.TestDatabases;
import mica.office.notice.Notice;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeState;
import mica.office.relay.FaultyRelay;
import mica.office.relay.FaultyRelay.Received;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole notice against relays, databases and clocks that fail: everyone is reached, and nobody more often than told. */
class EngineFaultsTest {

    private static final String[] CHUNKING = {"PIPELINING", "CHUNKING", "8BITMIME", "SIZE 10000000"};
    private static final String[] PIPELINING = {"PIPELINING", "8BITMIME", "SIZE 10000000"};

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        relay = FaultyRelay.start().offering(CHUNKING);
    }

    @AfterEach
    void close() {
        relay.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNKING, <drop>",
        "CHUNKING, <take and drop>",
        "CHUNKING, 250 2.0.0 queued<drop>",
        "CHUNKING, <stall>",
        "CHUNKING, garbage",
        "CHUNKING, 421 4.7.0 too many",
        "CHUNKING, 250 2.0.0 once;250 2.0.0 twice",
        "PIPELINING, <take and drop>",
        "PIPELINING, <stall>",
        "PIPELINING, 421 4.7.0 too many",
        "PIPELINING, 250 2.0.0 once;250 2.0.0 twice",
        "NOTHING, <take and drop>"
    })
    void a_relay_that_fails_at_one_message_in_fifty_leaves_nobody_out(String ability, String fault) {
        relay.offering(offers(ability));
        AtomicInteger messages = new AtomicInteger();
        relay.scripted((step, address, usual) ->
                isContent(step) && messages.incrementAndGet() % 50 == 7 ? fault.replace(";", "\r\n") : null);
        Crowd crowd = Crowd.of(world, 300);
        Notice notice = world.approved(world.content());

        sendPatiently(notice, () -> {
            if (messages.get() > 290) {
                relay.behavingAgain();
            }
        });

        everyoneWasReached(crowd, notice);
        // On a busy machine somebody is uncertain more than once.
        assertThat(Crowd.toldAgain(relay.received()))
                .isLessThanOrEqualTo(world.count("select count(*) from recipient_state where uncertain"));
    }

    @Test
    void a_storm_of_later_ends_with_everyone_reached_once() {
        AtomicInteger asked = new AtomicInteger();
        String[] storm = {"450 4.2.1 grey", "451 4.3.0 later", "452 4.3.1 full"};
        relay.scripted((step, address, usual) -> {
            if (!step.equals("RCPT") || asked.incrementAndGet() > 150) {
                return null;
            }
            return asked.get() % 25 == 0 ? "421 4.7.0 too many" : storm[asked.get() % 3];
        });
        Crowd crowd = Crowd.of(world, 200);
        Notice notice = world.approved(world.content());

        sendPatiently(notice, () -> {});

        everyoneWasReached(crowd, notice);
        assertThat(Crowd.copies(relay.received())).isZero();
    }

    @Test
    void a_relay_whose_disk_is_full_in_the_middle_hands_the_rest_to_the_next_one_and_nobody_waits() {
        relay.scripted((step, address, usual) ->
                step.equals("MAIL") && relay.received().size() > 200 ? "452 4.3.1 disk full" : null);
        try (FaultyRelay next = FaultyRelay.start().offering(CHUNKING)) {
            Relay both = new Relay(List.of(
                    relay.configuration(RelayConfiguration.Security.NONE, null),
                    next.configuration(RelayConfiguration.Security.NONE, null)));
            Crowd crowd = Crowd.of(world, 1_000);
            Notice notice = world.approved(world.content());
            try (NoticeDelivery delivery = world.delivery(both)) {
                delivery.start();
                NoticeWorld.until(() -> world.stored(notice.id()).state().isOver());
            }
            List<Received> received = new ArrayList<>(relay.received());
            received.addAll(next.received());
            assertThat(received).hasSize(1_000);
            crowd.checkMails(received);
            assertThat(next.received()).hasSizeGreaterThan(700);
            assertThat(world.count("select count(*) from recipient_exception")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHUNKING", "PIPELINING", "NOTHING"})
    void a_relay_that_refuses_a_third_gets_the_others_and_each_refusal_is_kept(String ability) {
        relay.offering(offers(ability))
                .scripted((step, address, usual) -> step.equals("RCPT") && address.matches("visitor\\d*[036]@.*")
                        ? "550 5.1.1 <" + address + ">"
                        : null);
        Crowd crowd = Crowd.of(world, 300);
        Notice notice = world.approved(world.content());

        sendPatiently(notice, () -> {});

        assertThat(relay.received()).hasSize(210);
        crowd.checkMails(relay.received());
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(210);
        assertThat(world.progress(notice.id()).refused()).isEqualTo(90);
        assertThat(world.count("select count(*) from recipient_state where state = 'REFUSED' and reply = '550 5.1.1'"))
                .isEqualTo(90);
    }

    @Test
    void replies_that_come_in_octet_by_octet_hold_nothing_up() {
        relay.octetByOctet();
        Crowd crowd = Crowd.of(world, 200);
        Notice notice = world.approved(world.content());
        sendPatiently(notice, () -> {});
        everyoneWasReached(crowd, notice);
        assertThat(relay.received()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_database_that_goes_away_and_comes_back_repeats_nobody_and_counts_everyone_once(boolean crash) {
        Crowd crowd = Crowd.of(world, 2_000);
        Notice notice = world.approved(world.content());
        AtomicInteger failures = new AtomicInteger();
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            // A claim whose commit went unheard is nobody's until its lease is over.
            NoticeWorld.until(Lease.LENGTH.multipliedBy(3), () -> {
                if (relay.received().size() > 300 * (failures.get() + 1) && failures.get() < 4) {
                    failures.incrementAndGet();
                    fail(crash);
                }
                return isOver(notice);
            });
        }
        assertThat(failures).hasPositiveValue();
        TestDatabases.refresh(world.office, world.configuration);
        everyoneWasReached(crowd, notice);
        assertThat(relay.received()).hasSize(2_000);
    }

    private void fail(boolean crash) {
        try {
            world.databaseFails(crash);
        } catch (RuntimeException alreadyAway) {
            return;
        }
    }

    private boolean isOver(Notice notice) {
        try {
            return world.stored(notice.id()).state().isOver();
        } catch (RuntimeException away) {
            return false;
        }
    }

    @Test
    void a_clock_that_jumps_to_and_fro_costs_nobody_a_mail_and_brings_nobody_two() {
        Crowd crowd = Crowd.of(world, 1_500);
        Notice notice = world.approved(world.content());
        Instant right = world.now;
        try (NoticeDelivery first = world.delivery(relay.relay());
                NoticeDelivery second = world.delivery(relay.relay())) {
            first.start();
            second.start();
            AtomicInteger jumps = new AtomicInteger();
            AtomicInteger seen = new AtomicInteger();
            NoticeWorld.until(Duration.ofMinutes(2), () -> {
                // It jumps after mails went out: on a slow machine nothing would go out between one jump and the next.
                int mails = relay.received().size();
                if (mails > seen.getAndSet(mails)) {
                    world.now = right.plus(Duration.ofHours(jumps.incrementAndGet() % 3 - 1));
                }
                return world.stored(notice.id()).state().isOver();
            });
            assertThat(jumps.get()).isGreaterThan(3);
        }
        everyoneWasReached(crowd, notice);
        assertThat(relay.received()).hasSize(1_500);
    }

    @Test
    void a_pause_in_the_middle_lets_out_no_more_than_the_open_window() {
        Crowd crowd = Crowd.of(world, 3_000);
        Notice notice = world.approved(world.content());
        relay.holdingAfter(503);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> relay.received().size() == 503);
            done(world.notices().pause(world.author, notice.id()));
            relay.letGo();
            NoticeWorld.until(() ->
                    world.count("select count(*) from recipient_state where state in ('CLAIMED', 'DOT_SENT')") == 0);
            assertThat(relay.received()).hasSizeBetween(503, 503 + world.sending.open());
            assertThat(world.progress(notice.id()).accepted())
                    .isEqualTo(relay.received().size());
            done(world.notices().resume(world.approver, notice.id()));
            NoticeWorld.until(() -> world.stored(notice.id()).state().isOver());
        }
        everyoneWasReached(crowd, notice);
        assertThat(relay.received()).hasSize(3_000);
    }

    @Test
    void a_withdrawal_amid_the_sending_goes_to_those_reached_so_far_the_uncertain_among_them() {
        AtomicInteger messages = new AtomicInteger();
        relay.scripted((step, address, usual) ->
                isContent(step) && messages.incrementAndGet() % 100 == 0 ? FaultyRelay.TAKE_AND_DROP : null);
        Crowd.of(world, 1_000);
        Notice notice = world.approved(world.content());
        relay.holdingAfter(401);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> messages.get() >= 401);
            done(world.notices().stop(world.author, notice.id()));
            relay.letGo();
        }
        List<String> reached =
                relay.received().stream().map(Received::to).distinct().toList();
        relay.behavingAgain();
        Notice draft = done(world.notices().followUp(world.author, notice.id(), NoticeKind.WITHDRAWAL));
        Notice asked = done(world.notices().ask(world.author, draft.id(), draft.version()));
        Notice withdrawal =
                done(world.notices().approve(world.approver, asked.id(), requireNonNull(asked.contentHash())));
        int before = relay.received().size();
        sendPatiently(withdrawal, () -> {});

        List<Received> withdrawals =
                relay.received().subList(before, relay.received().size());
        assertThat(withdrawals).extracting(Received::to).doesNotHaveDuplicates().containsAll(reached);
        assertThat(withdrawals.size() - reached.size())
                .as("people whose mail may have arrived")
                .isLessThanOrEqualTo(world.count("select count(*) from recipient_state where uncertain"));
    }

    @Test
    void several_notices_are_sent_side_by_side() {
        Crowd.of(world, 3_000);
        Notice large = world.approved(world.content());
        Notice small = world.approved(world.content(List.of(new NoticePlace(world.venue, "みちのく食堂", List.of()))));
        relay.holdingAfter(2_500);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> relay.received().size() == 2_500);
            int known = 2_500 - world.sending.open();
            NoticeWorld.until(() -> world.progress(small.id()).accepted()
                            + world.progress(large.id()).accepted()
                    >= known);
            assertThat(world.progress(small.id()).accepted()).isGreaterThan(500);
            assertThat(world.progress(large.id()).accepted()).isGreaterThan(500);
            relay.letGo();
        }
    }

    private void everyoneWasReached(Crowd crowd, Notice notice) {
        List<Received> received = relay.received();
        assertThat(new HashSet<>(received.stream().map(Received::to).toList())).isEqualTo(crowd.addresses());
        crowd.checkMails(received);
        Progress progress = world.progress(notice.id());
        assertThat(progress.accepted()).isEqualTo(crowd.addresses().size());
        assertThat(progress.toDo()).isZero();
        assertThat(world.stored(notice.id()).state()).isEqualTo(NoticeState.SENT);
        assertThat(world.count("select count(*) from recipient_state where state <> 'ACCEPTED'"))
                .isZero();
    }

    /** Sends until it is over; the clock goes on by itself to whatever is waited for. */
    private void sendPatiently(Notice notice, Runnable meanwhile) {
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            NoticeWorld.until(() -> {
                meanwhile.run();
                boolean allWait = world.count("select count(*) from recipient_chunk where not done"
                                + " and (leased_until > clock_timestamp() or next_attempt_at <= '" + world.now + "')")
                        == 0;
                if (allWait) {
                    world.now = world.now.plus(Duration.ofMinutes(2));
                }
                return world.stored(notice.id()).state().isOver();
            });
        }
    }

    private static String[] offers(String ability) {
        return switch (ability) {
            case "CHUNKING" -> CHUNKING;
            case "PIPELINING" -> PIPELINING;
            default -> new String[0];
        };
    }

    private static boolean isContent(String step) {
        return step.equals("BDAT") || step.equals(".");
    }
}
