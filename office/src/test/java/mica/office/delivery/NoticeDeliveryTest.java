package mica.office.delivery;

import static java.util.Objects.requireNonNull;
import static mica.office.delivery.NoticeWorld.done;
import static mica.office.delivery.NoticeWorld.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mica.exchange.text.TestLanguages;
import mica.office.OpenOffice;
import mica.office.notice.Notice;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeOutcome;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeState;
import mica.office.notice.Notices;
import mica.office.relay.FaultyRelay;
import mica.office.visits.VisitRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeDeliveryTest {

    @TempDir
    Path folder;

    private final FaultyRelay relay = FaultyRelay.start();
    private NoticeWorld world;
    private Notices notices;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        notices = world.notices();
    }

    @AfterEach
    void close() {
        relay.close();
        world.close();
    }

    @Test
    void everyone_gets_exactly_one_mail_and_the_numbers_add_up() {
        world.visitors(90);
        world.checkIn("visitor3@example.jp", world.venue, world.upstairs, NoticeWorld.FROM, TestLanguages.JA, false);
        world.checkIn("late@example.jp", world.venue, world.entrance, NoticeWorld.TO, TestLanguages.JA, true);
        world.checkIn(
                "elsewhere@example.jp",
                world.otherVenue,
                world.otherEntrance,
                NoticeWorld.FROM,
                TestLanguages.JA,
                true);
        Notice notice = world.approved(world.content());

        world.deliver(notice.id());

        assertThat(world.addressees()).hasSize(90).doesNotHaveDuplicates().doesNotContain("late@example.jp");
        Progress progress = world.progress(notice.id());
        assertThat(progress.recipients()).isEqualTo(90);
        assertThat(progress.accepted()).isEqualTo(90);
        assertThat(progress.toDo()).isZero();
        assertThat(progress.domains()).containsExactly(new Progress.Domain("example.jp", 90, 0, 90));
        assertThat(world.stored(notice.id()).finishedAt()).isEqualTo(world.now);
    }

    @Test
    void a_mail_holds_nobody_elses_address_and_comes_in_the_readers_language_first() throws Exception {
        world.checkIn("reader-ja@example.jp", world.venue, world.entrance, NoticeWorld.FROM, TestLanguages.JA, true);
        world.checkIn("reader-en@example.jp", world.venue, world.entrance, NoticeWorld.FROM, TestLanguages.EN, false);
        Notice notice = world.approved(world.content());

        world.deliver(notice.id());

        assertThat(world.mails()).hasSize(2);
        for (var mail : world.mails()) {
            String own = NoticeWorld.addressee(mail);
            String other = own.startsWith("reader-ja") ? "reader-en" : "reader-ja";
            assertThat(ReadableMail.everything(mail)).doesNotContain(other).contains("みちのく食堂");
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getSubject()).startsWith(own.startsWith("reader-ja") ? "【宮城県】" : "[Miyagi Prefecture]");
            assertThat(mail.getMessageID()).endsWith("@pref.example.jp>");
        }
    }

    @Test
    void an_erased_visit_gets_nothing_and_is_counted_as_gone() {
        world.visitors(4);
        VisitRef erased = world.visitor("gone@example.jp");
        Notice notice = world.approved(world.content());
        world.office.jdbi().useTransaction(tx -> world.visits.erase(tx, erased));

        world.deliver(notice.id());

        assertThat(world.addressees()).hasSize(4).doesNotContain("gone@example.jp");
        assertThat(world.progress(notice.id()).gone()).isEqualTo(1);
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(4);
    }

    @Test
    void a_pause_holds_the_sending_and_a_resume_goes_on_without_repeating() {
        world.visitors(300);
        world.checkIn(
                "elsewhere@example.jp",
                world.otherVenue,
                world.otherEntrance,
                NoticeWorld.FROM,
                TestLanguages.JA,
                true);
        Notice notice = world.approved(world.content());
        relay.holdingAfter(25);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            until(() -> relay.received().size() == 25);
            done(notices.pause(world.author, notice.id()));
            relay.letGo();
            until(() -> count("select count(*) from recipient_state where state in ('CLAIMED', 'DOT_SENT')") == 0);
            int sent = relay.received().size();
            assertThat(sent).isBetween(25, 25 + world.sending.open());
            // The same sessions send another one meanwhile, and pass this one by.
            Notice other = world.approved(world.content(List.of(new NoticePlace(world.otherVenue, "杜の湯", List.of()))));
            until(() -> world.stored(other.id()).state() == NoticeState.SENT);
            assertThat(relay.received()).hasSize(sent + 1);
            assertThat(world.progress(notice.id()).accepted()).isEqualTo(sent);

            done(notices.resume(world.approver, notice.id()));
            until(() -> world.stored(notice.id()).state() == NoticeState.SENT);
        }
        assertThat(addressees()).hasSize(301).doesNotHaveDuplicates();
    }

    @Test
    void a_stop_ends_it_and_the_report_tells_who_was_not_written_to() {
        world.visitors(300);
        Notice notice = world.approved(world.content());
        relay.holdingAfter(25);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            until(() -> relay.received().size() == 25);
            done(notices.stop(world.author, notice.id()));
            relay.letGo();
            until(() -> count("select count(*) from recipient_state where state in ('CLAIMED', 'DOT_SENT')") == 0);
        }
        Progress progress = world.progress(notice.id());
        assertThat(progress.accepted()).isEqualTo(relay.received().size()).isBetween(25, 25 + world.sending.open());
        assertThat(progress.toDo()).isEqualTo(300 - progress.accepted());
        assertThat(notices.resume(world.author, notice.id())).isEqualTo(new NoticeOutcome.NotNow(NoticeState.STOPPED));
    }

    @Test
    void an_office_that_dies_in_the_middle_loses_nobody() {
        world.visitors(200);
        Notice notice = world.approved(world.content());
        OpenOffice dying = world.another();
        // Not at the end of a window: at least one session is amid one.
        relay.holdingAfter(45);
        NoticeDelivery first = dying.noticeDelivery(relay.patientRelay());
        first.start();
        until(() -> relay.received().size() == 45);
        // Without a database it can neither record nor give back what it holds: the same as being killed.
        dying.database.close();
        relay.letGo();
        first.close();
        assertThat(relay.received()).hasSizeBetween(45, 45 + world.sending.open());
        int uncertainAtMost = count("select count(*) from recipient_state where state = 'DOT_SENT'");
        assertThat(uncertainAtMost).isBetween(1, world.sending.open());

        world.leasesRunOut();
        try (NoticeDelivery second = world.delivery(relay.patientRelay())) {
            second.start();
            until(() -> world.stored(notice.id()).state() == NoticeState.SENT);
        }

        assertThat(new HashSet<>(addressees())).hasSize(200);
        assertThat(relay.received().size() - 200).isBetween(0, uncertainAtMost);
        Set<String> ids = relay.received().stream()
                .map(mail -> new String(mail.data(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> line.startsWith("Message-ID:"))
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.toSet());
        assertThat(ids).as("a repeated mail is the same mail").hasSize(200);
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(200);
    }

    @Test
    void what_an_office_records_after_its_chunk_was_taken_over_is_refused() {
        world.visitors(5);
        Notice notice = world.approved(world.content());
        ChunkStore store = new ChunkStore();
        ChunkStore.TakenChunk slow = world.office
                .jdbi()
                .inTransaction(tx ->
                        store.take(tx, notice.id(), world.now, Lease.LENGTH).orElseThrow());
        assertThat(slow.states().count(RecipientState.QUEUED)).isEqualTo(5);
        assertThat(world.office
                        .jdbi()
                        .<Boolean, RuntimeException>inTransaction(
                                tx -> store.take(tx, notice.id(), world.now, Lease.LENGTH)
                                        .isEmpty()))
                .isTrue();
        world.leasesRunOut();

        world.deliver(notice.id());

        ChunkStore.Write late = new ChunkStore.Write(
                slow.chunk(),
                1,
                slow.states().toString(),
                new ChunkStore.UnsettledCounts(0, 0, 0),
                false,
                false,
                world.now,
                List.of(),
                Map.of());
        assertThat(world.office
                        .jdbi()
                        .<Object, RuntimeException>inTransaction(
                                tx -> store.write(tx, List.of(late), Lease.LENGTH, world.now)))
                .isEqualTo(Map.of(slow.chunk(), ChunkStore.ChunkAnswer.TAKEN_OVER));
        assertThat(world.addressees()).hasSize(5);
    }

    @Test
    void nothing_is_opened_when_the_stored_text_is_not_what_was_approved() {
        world.visitors(3);
        Notice notice = world.approved(world.content());
        world.office.jdbi().useHandle(handle -> {
            handle.execute("alter table notice_text disable trigger notice_text_guard");
            handle.execute("update notice_text set body = '差し替え' where notice_id = ?", notice.id());
        });
        try (NoticeDelivery delivery = world.delivery(world.greenMail.getSmtp().getPort())) {
            delivery.start();
            until(() -> world.stored(notice.id()).state() == NoticeState.PAUSED);
        }
        assertThat(world.mails()).isEmpty();
        assertThat(count("select count(*) from ledger_entry where event = 'ADDRESSES_OPENED'"))
                .isZero();
        assertThat(count("select count(*) from recipient_state where state = 'QUEUED'"))
                .isEqualTo(3);
    }

    @Test
    void every_opening_is_in_the_ledger_with_its_approval() {
        world.visitors(45);
        Notice notice = world.approved(world.content());

        world.deliver(notice.id());

        assertThat(count("select sum((facts ->> 'count')::int) from ledger_entry where event = 'ADDRESSES_OPENED'"
                        + " and facts ->> 'hash' = '" + notice.contentHash()
                        + "' and facts ->> 'approver' = '" + world.approver.id()
                        + "' and facts ->> 'notice' = '" + notice.number() + "'"))
                .isEqualTo(45);
    }

    @Test
    void a_relay_that_is_away_costs_nobody_a_try() {
        world.visitors(3);
        Notice notice = world.approved(world.content());
        try (NoticeDelivery delivery = world.delivery(1)) {
            delivery.start();
            until(() -> count("select sum(epoch) from recipient_chunk") > 2);
        }
        assertThat(count("select count(*) from recipient_state where state = 'QUEUED' and attempts is null"))
                .isEqualTo(3);

        world.deliver(notice.id());
        assertThat(world.addressees()).hasSize(3);
    }

    @Test
    void who_was_not_reached_in_time_is_counted_as_expired_and_not_opened() {
        world.visitors(6);
        Notice notice = world.approved(world.content());
        world.now = world.now.plus(Duration.ofHours(49));

        world.deliver(notice.id());

        assertThat(world.mails()).isEmpty();
        assertThat(world.progress(notice.id()).expired()).isEqualTo(6);
        assertThat(count("select count(*) from ledger_entry where event = 'ADDRESSES_OPENED'"))
                .isZero();
    }

    @Test
    void a_correction_goes_to_exactly_those_the_first_notice_was_sent_to() {
        world.visitors(10);
        VisitRef erased = world.visitor("gone@example.jp");
        Notice first = world.approved(world.content());
        world.office.jdbi().useTransaction(tx -> world.visits.erase(tx, erased));
        world.deliver(first.id());
        world.visitor("came-later@example.jp");

        Notice draft = done(notices.followUp(world.author, first.id(), NoticeKind.WITHDRAWAL));
        assertThat(draft.content().text(TestLanguages.JA).body())
                .contains(first.number())
                .contains(draft.number());
        assertThat(notices.people(draft.content())).isEqualTo(10);
        Notice asked = done(notices.ask(world.author, draft.id(), draft.version()));
        assertThat(notices.approve(world.author, asked.id(), requireNonNull(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.OwnNotice.class);
        Notice approved = done(notices.approve(world.approver, asked.id(), requireNonNull(asked.contentHash())));
        world.greenMail.reset();
        world.deliver(approved.id());

        assertThat(world.addressees()).hasSize(10).doesNotHaveDuplicates().doesNotContain("came-later@example.jp");
    }

    @Test
    void no_table_of_notices_holds_an_address() {
        world.visitor("unmistakable@example.jp");
        Notice notice = world.approved(world.content());
        world.deliver(notice.id());

        for (String table : List.of(
                "infection_case",
                "notice",
                "notice_text",
                "approval_step",
                "recipient",
                "recipient_chunk",
                "recipient_exception",
                "notice_outcome",
                "ledger_entry")) {
            List<String> rows = world.office
                    .jdbi()
                    .withHandle(handle -> handle.createQuery("select cast(t as text) from " + table + " t")
                            .mapTo(String.class)
                            .list());
            assertThat(String.join("\n", rows)).as(table).doesNotContain("unmistakable");
        }
    }

    private int count(String sql) {
        return world.office
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private List<String> addressees() {
        return relay.received().stream().map(FaultyRelay.Received::to).toList();
    }
}
