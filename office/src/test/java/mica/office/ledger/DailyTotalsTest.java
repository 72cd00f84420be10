package mica.office.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.LedgerDay;
import mica.office.directory.PublishedStore;
import mica.office.notice.NoticeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DailyTotalsTest {

    private static final LocalDate FIRST = LocalDate.of(2020, 6, 1);

    private TestDatabases databases;
    private LedgerWorld world;
    private DailyTotals totals;
    private LedgerJob job;

    @BeforeEach
    void make() {
        databases = TestDatabases.create();
        world = new LedgerWorld(databases);
        totals = new DailyTotals(
                world.office,
                new PublishedStore(databases.exchange().jdbi(), () -> world.now),
                () -> world.now,
                LedgerWorld.ZONE);
        job = world.job(new LedgerCopy.None());
    }

    @AfterEach
    void close() {
        world.close();
        databases.close();
    }

    private void append(Entry... entries) {
        for (Entry entry : entries) {
            world.office.useTransaction(tx -> world.ledger.append(tx, entry));
        }
    }

    private static Entry opened(int people) {
        return Entry.of(Event.ADDRESSES_OPENED)
                .notice("N-2020-0001")
                .kind(NoticeKind.FIRST)
                .hash("ab".repeat(32))
                .approver(LedgerWorld.OFFICER)
                .count(people);
    }

    private static Entry hold(Event event, UUID id) {
        Entry entry = Entry.of(event).reference(id);
        return event == Event.HOLD_APPROVED ? entry.day(FIRST).lastDay(FIRST) : entry;
    }

    /** As the front's own role reads them, the last first. */
    private List<LedgerDay> published() {
        totals.publish();
        try (var front = mica.exchange.database.Database.open("front", databases.frontExchange())) {
            return new DirectoryStore(front.jdbi()).ledgerDays(100);
        }
    }

    @Test
    void a_day_is_told_in_numbers_and_does_not_change_when_it_is_over() {
        UUID hold = UUID.randomUUID();
        append(opened(20), opened(5), hold(Event.HOLD_APPROVED, hold), hold(Event.HOLD_APPROVED, UUID.randomUUID()));
        append(Entry.of(Event.NOTICE_SENT).notice("N-2020-0001").count(25));
        append(Entry.of(Event.DAY_ERASED).day(FIRST.minusDays(28)).count(300).hash("cd".repeat(32)));
        world.office.useTransaction(tx -> world.ledger.tally(tx, Event.VISITS_ERASED, 7));
        job.runOnce();
        LedgerDay soFar = published().getFirst();
        assertThat(soFar.complete()).isFalse();
        assertThat(soFar.addressesOpened()).isEqualTo(25);

        world.later(Duration.ofDays(1));
        assertThat(published()).extracting(LedgerDay::complete).containsExactly(false, false);
        append(hold(Event.HOLD_ENDED, hold));
        job.runOnce();
        List<LedgerDay> days = published();

        assertThat(days).extracting(LedgerDay::complete).containsExactly(false, true);
        LedgerDay first = days.getLast();
        assertThat(List.of(
                        first.openings(),
                        first.addressesOpened(),
                        first.noticesSent(),
                        first.daysErased(),
                        first.visitsErased(),
                        first.holdsInForce()))
                .containsExactly(2L, 25L, 1L, 1L, 307L, 2L);
        assertThat(requireNonNull(first.head()).number()).isEqualTo(6);
        assertThat(first.head().hash()).isEqualTo(world.entries().get(5).hash());
        assertThat(days.getFirst().holdsInForce()).isEqualTo(1);
        assertThat(days.getFirst().openings()).isZero();
    }

    @Test
    void days_on_which_the_office_was_away_and_an_exchange_that_was_lost_are_made_up_for() {
        append(opened(3));
        assertThat(published()).hasSize(1);
        world.later(Duration.ofDays(3));
        assertThat(published()).hasSize(4);
        databases.exchange().jdbi().useHandle(handle -> handle.execute("delete from directory.ledger_day"));
        assertThat(published()).hasSize(4);
        assertThat(published().getLast().addressesOpened()).isEqualTo(3);
    }
}
