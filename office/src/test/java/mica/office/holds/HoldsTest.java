package mica.office.holds;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mica.office.erasure.Certificate;
import mica.office.erasure.Certificates;
import mica.office.erasure.ErasureState;
import mica.office.erasure.ErasureWorld;
import mica.office.holds.Holds.Outcome;
import mica.office.holds.Holds.Wish;
import mica.office.ledger.LedgerReading;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A legal hold is an act of two officers, keeps its days and no others, and ends. */
class HoldsTest {

    private static final String FILE = "疾感第123号";

    @TempDir
    Path folder;

    private ErasureWorld world;
    private Officer first;
    private Officer second;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 3);
        first = world.officer("first");
        second = world.officer("second");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Wish wish(LocalDate from, LocalDate to, LocalDate ends) {
        return new Wish(from, to, HoldReason.COURT_ORDER, FILE, ends);
    }

    private Hold asked(LocalDate ends) {
        return ((Outcome.Done) world.holds().ask(wish(DAY, DAY, ends), first)).hold();
    }

    private Hold inForce(LocalDate ends) {
        Hold asked = asked(ends);
        return ((Outcome.Done) world.holds().confirm(second, asked.id(), asked.hash())).hold();
    }

    @Test
    void a_held_day_outlives_its_retention_with_keys_and_rows_while_the_day_beside_it_goes() {
        world.pass(1);
        world.fill(DAY.plusDays(1), 2);
        Hold hold = inForce(DAY.plusDays(18));
        world.untilDue(DAY.plusDays(1));
        world.job().runOnce();

        assertThat(world.state(DAY)).isNull();
        assertThat(world.keys.days()).contains(DAY).doesNotContain(DAY.plusDays(1));
        assertThat(world.partitions()).contains(DAY).doesNotContain(DAY.plusDays(1));
        assertThat(world.count("select count(*) from visit")).isEqualTo(3);
        assertThat(world.count("select count(*) from quarantine")).isEqualTo(1);
        assertThat(world.state(DAY.plusDays(1))).isEqualTo(ErasureState.CERTIFIED);

        world.holds().lift(first, hold.id());
        world.job().runOnce();

        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.count("select count(*) from visit")).isZero();
    }

    @Test
    void it_ends_by_itself_after_its_last_day_and_its_days_are_erased_at_once() {
        LocalDate ends = DAY.plusDays(ErasureWorld.RETENTION + 3);
        Hold hold = inForce(ends);
        while (world.today().isBefore(ends)) {
            world.pass(1);
        }
        assertThat(world.state(DAY)).isNull();

        world.pass(1);

        assertThat(world.holds().find(hold.id()).orElseThrow().state()).isEqualTo(HoldState.ENDED);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
        Certificate certificate = new Certificates(world.keys, world.service, world.clock)
                .find(world.office.jdbi(), DAY)
                .orElseThrow()
                .certificate();
        assertThat(certificate.holds()).singleElement().satisfies(held -> {
            assertThat(held.hold()).isEqualTo(hold.id());
            assertThat(held.reason()).isEqualTo("COURT_ORDER");
            assertThat(held.until()).isEqualTo(world.now);
        });
    }

    @Test
    void what_one_officer_asks_for_holds_nothing() {
        asked(DAY.plusDays(18));
        world.untilDue(DAY);
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void nobody_confirms_their_own_hold_and_nothing_is_decided_twice() {
        Hold hold = asked(DAY.plusDays(18));
        assertThat(world.holds().confirm(first, hold.id(), hold.hash())).isEqualTo(new Outcome.SameOfficer());
        assertThat(world.holds().lift(second, hold.id())).isEqualTo(new Outcome.NotOpen(HoldState.ASKED));
        assertThat(world.holds().refuse(second, hold.id())).isInstanceOf(Outcome.Done.class);
        assertThat(world.holds().confirm(second, hold.id(), hold.hash()))
                .isEqualTo(new Outcome.NotOpen(HoldState.REFUSED));
        assertThat(world.holds().confirm(second, UUID.randomUUID(), hold.hash()))
                .isEqualTo(new Outcome.Unknown());
    }

    @Test
    void what_is_confirmed_is_what_was_seen_by_one_who_may() {
        Hold hold = asked(DAY.plusDays(18));
        Hold other = asked(DAY.plusDays(17));
        assertThat(other.hash()).isNotEqualTo(hold.hash());
        for (String seen : List.of(other.hash(), "")) {
            assertThat(world.holds().confirm(second, hold.id(), seen)).isEqualTo(new Outcome.Stale());
        }
        Officer author = new Officer(second.id(), "second", "担当", second.email(), Set.of(Role.AUTHOR));
        assertThat(world.holds().confirm(author, hold.id(), hold.hash())).isEqualTo(new Outcome.WithoutRole());
        assertThat(world.holds().find(hold.id())).contains(hold);
        assertThat(world.holds().confirm(second, hold.id(), hold.hash())).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void of_two_officers_at_once_or_one_who_presses_twice_one_confirms_and_the_other_is_told() throws Exception {
        Officer third = world.officer("third");
        for (Officer other : List.of(third, second)) {
            Hold hold = asked(DAY.plusDays(18));
            List<Future<Outcome>> answers = new ArrayList<>();
            CountDownLatch together = new CountDownLatch(1);
            try (ExecutorService both = Executors.newFixedThreadPool(2)) {
                for (Officer officer : List.of(second, other)) {
                    answers.add(both.submit(() -> {
                        together.await();
                        return world.holds().confirm(officer, hold.id(), hold.hash());
                    }));
                }
                together.countDown();
            }
            List<Outcome> outcomes =
                    List.of(answers.getFirst().get(), answers.getLast().get());
            assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
            assertThat(outcomes).contains(new Outcome.NotOpen(HoldState.IN_FORCE));
            assertThat(world.count("select count(*) from approval_step where deed = 'CONFIRMED' and subject = '"
                            + hold.id() + "'"))
                    .isEqualTo(1);
        }
    }

    /** The canonical form does not change with the program: a hold that waits across an upgrade can be confirmed. */
    @Test
    void the_hash_of_a_hold_is_the_same_for_ever() {
        Hold hold = new Hold(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                LocalDate.of(2026, 4, 12),
                LocalDate.of(2026, 4, 13),
                HoldReason.COURT_ORDER,
                "疾感第\"1\"号",
                LocalDate.of(2026, 5, 1),
                HoldState.ASKED,
                UUID.fromString("00000000-0000-4000-8000-000000000002"),
                world.now,
                null,
                null,
                null,
                null);
        assertThat(hold.canonical())
                .isEqualTo(
                        "{\"version\":1,\"hold\":\"00000000-0000-4000-8000-000000000001\",\"firstDay\":\"2026-04-12\","
                                + "\"lastDay\":\"2026-04-13\",\"reason\":\"COURT_ORDER\",\"fileNumber\":\"疾感第\\\"1\\\"号\","
                                + "\"endsOn\":\"2026-05-01\",\"askedBy\":\"00000000-0000-4000-8000-000000000002\"}");
    }

    @Test
    void its_end_is_not_later_than_the_maximum_however_many_holds_follow_one_another() {
        LocalDate latest = DAY.plusDays(ErasureWorld.RETENTION + ErasureWorld.LONGEST_HOLD);
        assertThat(world.holds().ask(wish(DAY, DAY, latest.plusDays(1)), first))
                .isEqualTo(new Outcome.WrongEnd(latest));
        inForce(latest);
        while (world.today().isBefore(latest)) {
            world.pass(1);
        }
        assertThat(world.state(DAY)).isNull();
        assertThat(world.holds().ask(wish(DAY, DAY, latest.plusDays(1)), first))
                .isEqualTo(new Outcome.WrongEnd(latest));
        world.pass(1);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void a_day_whose_keys_are_gone_is_not_held_and_one_that_is_left_of_a_range_is() {
        world.untilDue(DAY);
        world.job().runOnce();
        LocalDate next = DAY.plusDays(1);
        LocalDate ends = world.today().plusDays(5);
        assertThat(world.holds().ask(wish(DAY, DAY, ends), first)).isEqualTo(new Outcome.AllTooLate());

        Hold asked = ((Outcome.Done) world.holds().ask(wish(DAY, next, ends), first)).hold();
        assertThat(((Outcome.Done) world.holds().confirm(second, asked.id(), asked.hash())).tooLate())
                .containsExactly(DAY);
        world.pass(1);
        assertThat(world.state(next)).isNull();
        assertThat(world.keys.days()).contains(next).doesNotContain(DAY);
    }

    @Test
    void the_wait_for_the_second_officer_can_be_too_long() {
        Hold asked = asked(DAY.plusDays(18));
        world.untilDue(DAY);
        world.job().runOnce();
        assertThat(world.holds().confirm(second, asked.id(), asked.hash())).isEqualTo(new Outcome.AllTooLate());
    }

    @Test
    void what_is_typed_wrong_is_told_and_holds_nothing() {
        LocalDate ends = DAY.plusDays(18);
        assertThat(world.holds().ask(wish(DAY, DAY.minusDays(1), ends), first)).isEqualTo(new Outcome.WrongRange());
        assertThat(world.holds().ask(wish(DAY.minusDays(62), DAY, ends), first)).isEqualTo(new Outcome.WrongRange());
        assertThat(world.holds().ask(wish(DAY, DAY.plusDays(1), ends), first)).isEqualTo(new Outcome.InTheFuture());
        assertThat(world.holds().ask(wish(DAY, DAY, DAY.minusDays(1)), first)).isInstanceOf(Outcome.WrongEnd.class);
        for (String number : List.of("", "visitor@example.jp", "第 1 号", "1\n2", "1".repeat(41))) {
            assertThat(world.holds().ask(new Wish(DAY, DAY, HoldReason.INCIDENT, number, ends), first))
                    .as(number)
                    .isEqualTo(new Outcome.WrongFileNumber());
        }
        assertThat(world.count("select count(*) from legal_hold")).isZero();
    }

    @Test
    void every_step_is_in_the_ledger_and_no_file_number() {
        Hold lifted = inForce(DAY.plusDays(18));
        world.holds().lift(second, lifted.id());
        Hold refused = asked(DAY.plusDays(18));
        world.holds().refuse(first, refused.id());

        String days = "{day=" + DAY + ", last_day=" + DAY + ", reference=";
        List<String> entries = LedgerReading.of(world.office.jdbi());
        assertThat(entries)
                .containsExactly(
                        "HOLD_ASKED " + first.id() + " " + days + lifted.id() + "}",
                        "HOLD_APPROVED " + second.id() + " " + days + lifted.id() + "}",
                        "HOLD_ENDED " + second.id() + " " + Map.of("reference", lifted.id()),
                        "HOLD_ASKED " + first.id() + " " + days + refused.id() + "}",
                        "HOLD_REFUSED " + first.id() + " " + Map.of("reference", refused.id()));
    }
}
