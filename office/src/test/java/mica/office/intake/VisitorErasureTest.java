package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.Erasure.Scope;
import mica.exchange.envelope.LinkToken;
import mica.office.audience.AudienceStore;
import mica.office.keys.PersonTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor's wish to have everything erased: what it takes away, and that nothing waits for it. */
class VisitorErasureTest {

    private static final String VISITOR = "visitor@example.jp";
    private static final LocalDate TODAY = IntakeWorld.TODAY;

    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    /** The link in the mail of a visit that the intake has taken. */
    private LinkToken visit(String address) {
        Envelope envelope = given.checkIn(address, given.entrance);
        given.put(envelope).taken();
        return given.linkOf(envelope);
    }

    private Receipt.State receipt(LinkToken link) {
        return given.directory.receiptToErase(link).orElseThrow().state();
    }

    @Test
    void the_visit_of_the_link_goes_at_once_with_its_mail_and_the_others_are_left_to_the_job() {
        LinkToken first = visit(VISITOR);
        given.later(Duration.ofDays(1)).dayWorkDone();
        LinkToken second = visit(VISITOR);
        given.erases(Scope.ALL_VISITS, second).taken();

        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("mail")).isEqualTo(1);
        assertThat(receipt(second)).isEqualTo(Receipt.State.ERASED);
        assertThat(receipt(first)).isEqualTo(Receipt.State.SENT);
        assertThat(given.number("visitor_erasure")).isEqualTo(1);

        given.wishesDone();

        assertThat(given.number("visit")).isZero();
        assertThat(given.number("mail")).isZero();
        assertThat(receipt(first)).isEqualTo(Receipt.State.ERASED);
        assertThat(given.number("visitor_erasure")).isZero();
        assertThat(given.rows("select sum(count)::text from ledger_tally where event = 'VISITS_ERASED'"))
                .containsExactly("2");
    }

    @Test
    void what_lies_in_quarantine_goes_as_far_as_it_can_be_told_whose_it_is() {
        Envelope mine = given.checkIn(VISITOR, given.entrance);
        given.put(mine).taken();
        given.put(given.checkIn(VISITOR, given.unknownSpot()))
                .put(given.checkIn("other@example.jp", given.unknownSpot()))
                .put(given.application("nonsense"))
                .taken();
        // Recorded by somebody and put again.
        given.put(mine).taken();
        assertThat(given.number("quarantine")).isEqualTo(4);

        given.erases(Scope.ALL_VISITS, given.linkOf(mine)).taken();
        given.wishesDone();

        assertThat(given.number("quarantine")).isEqualTo(2);
    }

    @Test
    void nobody_elses_visits_go_and_none_that_came_after_the_wish() {
        LinkToken link = visit(VISITOR);
        visit("other@example.jp");
        given.erases(Scope.ALL_VISITS, link).taken();
        given.later(Duration.ofHours(1));
        LinkToken later = visit(VISITOR);

        given.wishesDone();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 2));
        assertThat(receipt(later)).isEqualTo(Receipt.State.SENT);
    }

    @Test
    void an_office_that_dies_in_the_middle_is_followed_by_one_that_goes_on_after_the_last_whole_day() {
        for (int day = 0; day < 3; day++) {
            visit(VISITOR);
            visit("other@example.jp");
            given.later(Duration.ofDays(1)).dayWorkDone();
        }
        LinkToken last = visit(VISITOR);
        given.erases(Scope.ALL_VISITS, last).taken();

        assertThatThrownBy(() -> given.visitorErasure((tx, day, visits) -> {
                            if (day.equals(TODAY.plusDays(1))) {
                                throw new IllegalStateException("the office died");
                            }
                        })
                        .runOnce())
                .hasMessageContaining("the office died");
        assertThat(given.rows("select next_day::text from visitor_erasure")).containsExactly("2026-04-13");
        assertThat(given.rows("select day::text from visit order by day"))
                .containsExactly("2026-04-12", "2026-04-13", "2026-04-13", "2026-04-14", "2026-04-14");

        given.visitorErasure((tx, day, visits) -> assertThat(day).isAfterOrEqualTo(TODAY.plusDays(1)))
                .runOnce();

        assertThat(given.number("visit")).isEqualTo(3);
        assertThat(given.number("visitor_erasure")).isZero();
    }

    @Test
    void a_day_of_a_hundred_thousand_visits_is_gone_through_while_the_intake_goes_on() throws Exception {
        LinkToken link = visit(VISITOR);
        given.checksIn(VISITOR, given.otherEntrance).taken();
        Fixtures.crowd(given.office(), given.venue, given.entrance, given.now(), IntakeWorld.TODAY, 100_000);
        given.erases(Scope.ALL_VISITS, link).taken();
        CountDownLatch amid = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread office = Thread.ofVirtual()
                .start(() -> given.visitorErasure((tx, day, visits) -> {
                            amid.countDown();
                            try {
                                goOn.await();
                            } catch (InterruptedException interrupted) {
                                throw new IllegalStateException(interrupted);
                            }
                        })
                        .runOnce());
        assertThat(amid.await(2, TimeUnit.MINUTES)).isTrue();

        // The other office is in the middle of the day, holding whatever it holds, for as long as this takes.
        LinkToken other = visit("other@example.jp");
        given.confirms(other).taken();
        given.checksIn(VISITOR, given.entrance).taken();
        assertThat(given.number("visit")).isEqualTo(100_003);
        given.erases(Scope.THIS_VISIT, other).taken();
        assertThat(given.number("visit")).isEqualTo(100_002);

        goOn.countDown();
        office.join();
        assertThat(given.number("visitor_erasure")).isZero();
    }

    @Test
    void a_visit_of_a_held_day_leaves_the_notices_at_once_and_goes_when_the_hold_ends() {
        LinkToken link = visit(VISITOR);
        given.checksIn(VISITOR, given.otherEntrance).taken();
        visit("other@example.jp");
        var hold = given.held(TODAY);

        given.erases(Scope.ALL_VISITS, link).taken();
        given.wishesDone();

        assertThat(receipt(link)).isEqualTo(Receipt.State.HELD);
        assertThat(given.number("visit")).isEqualTo(3);
        assertThat(given.count(given.venue, given.otherVenue)).isEqualTo(new AudienceStore.Count(0, 1));
        given.confirms(link).taken();
        assertThat(receipt(link)).isEqualTo(Receipt.State.HELD);

        given.holds.lift(given.deciding("lifts"), hold);
        given.wishesDone();

        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(receipt(link)).isEqualTo(Receipt.State.ERASED);
    }

    @Test
    void a_wish_says_of_nobody_whose_it_is_and_one_without_keys_is_dropped() {
        LinkToken link = visit(VISITOR);
        given.erases(Scope.ALL_VISITS, link).taken();
        PersonTag person = given.secrets.tags().tag(EmailAddress.of(VISITOR));
        assertThat(given.dump()).doesNotContain("%016x%016x".formatted(person.high(), person.low()));
        given.keys.destroyDay(TODAY);
        given.secrets.forget(TODAY);
        given.wishesDone();
        assertThat(given.number("visitor_erasure")).isZero();
    }
}
