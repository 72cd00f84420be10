package mica.office.delivery;

import static java.util.Objects.requireNonNull;
import static mica.office.delivery.NoticeWorld.done;
import static mica.office.delivery.NoticeWorld.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.TestDatabases;
import mica.exchange.text.TestLanguages;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeState;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More people than are fixed within an approval: the others are fixed while the first are written to. */
class LargeNoticeTest {

    private static final int PART = 40;
    private static final int PEOPLE = 5_000;

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        world.sending = world.sending.withPart(PART);
        relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME");
    }

    @AfterEach
    void close() {
        relay.close();
        world.close();
    }

    @Test
    void the_approval_does_not_wait_until_everyone_is_found() {
        Crowd.of(world, PEOPLE);

        Notice approved = world.approved(world.content());

        assertThat(approved.recipients()).isBetween(PART, PEOPLE - 1);
        assertThat(world.progress(approved.id()).fixed()).isFalse();
        assertThat(world.count("select count(*) from ledger_entry where event = 'RECIPIENTS_FIXED'"))
                .isZero();
    }

    @Test
    void everyone_of_a_large_audience_is_written_to_once_however_often_they_came() {
        Crowd crowd = Crowd.of(world, PEOPLE);
        for (int i = 0; i < 30; i++) {
            String address = "visitor" + i * 100 + "@example" + i * 100 % 20 + ".jp";
            world.checkIn(
                    address,
                    world.venue,
                    world.upstairs,
                    NoticeWorld.FROM.plusSeconds(i),
                    TestLanguages.JA,
                    i % 2 == 0);
        }
        Notice notice = world.approved(world.content());

        deliver(notice.id());

        List<String> to =
                relay.received().stream().map(FaultyRelay.Received::to).toList();
        assertThat(to).doesNotHaveDuplicates();
        assertThat(new HashSet<>(to)).isEqualTo(crowd.addresses());
        Progress progress = world.progress(notice.id());
        assertThat(progress.fixed()).isTrue();
        assertThat(progress.recipients()).isEqualTo(PEOPLE);
        assertThat(progress.accepted()).isEqualTo(PEOPLE);
    }

    @Test
    void an_office_that_dies_amid_it_is_followed_by_another_one_and_nobody_is_fixed_twice_or_left_out() {
        Crowd crowd = Crowd.of(world, PEOPLE);
        Notice notice = world.approved(world.content());
        Fixing dying = world.fixing();
        int[] parts = {0};
        assertThatThrownBy(() -> dying.goOn(
                        () -> {
                            if (parts[0]++ == 1) {
                                throw new IllegalStateException("the office dies");
                            }
                            return false;
                        },
                        () -> {}))
                .hasMessage("the office dies");
        assertThat(world.stored(notice.id()).recipients()).isBetween(notice.recipients() + 1, PEOPLE - 1);
        assertThat(world.fixing().goOn(() -> false, () -> {}))
                .as("while its lease lasts")
                .isFalse();

        world.office
                .jdbi()
                .useHandle(handle -> handle.execute("update recipient_fixing set leased_until = '-infinity'"));
        deliver(notice.id());

        assertThat(relay.received().stream().map(FaultyRelay.Received::to))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(crowd.addresses());
    }

    @Test
    void an_office_that_wakes_up_late_fixes_nobody_a_second_time() {
        Crowd.of(world, PEOPLE);
        Notice notice = world.approved(world.content());
        boolean[] first = {true};

        world.fixing()
                .goOn(
                        () -> {
                            if (first[0]) {
                                first[0] = false;
                                // While this office is frozen its lease runs out, and another one does all of it.
                                world.office
                                        .jdbi()
                                        .useHandle(handle -> handle.execute(
                                                "update recipient_fixing set leased_until = '-infinity'"));
                                assertThat(world.fixing().goOn(() -> false, () -> {}))
                                        .isTrue();
                            }
                            return false;
                        },
                        () -> {});

        assertThat(world.stored(notice.id()).recipients()).isEqualTo(PEOPLE);
        assertThat(world.count("select count(distinct visit_id) from recipient"))
                .isEqualTo(PEOPLE);
        assertThat(world.count("select count(*) from recipient")).isEqualTo(PEOPLE);
        assertThat(world.count("select sum(last_n - first_n + 1) from recipient_chunk"))
                .isEqualTo(PEOPLE);
    }

    @Test
    void a_database_that_goes_away_amid_it_leaves_nobody_out() {
        Crowd crowd = Crowd.of(world, PEOPLE);
        Notice notice = world.approved(world.content());
        int[] parts = {0};
        try {
            world.fixing()
                    .goOn(
                            () -> {
                                if (parts[0]++ == 1) {
                                    world.databaseFails(false);
                                }
                                return false;
                            },
                            () -> {});
        } catch (RuntimeException away) {
            // A pool that looked first has a new connection, and nothing is thrown.
        }
        assertThat(parts[0]).isGreaterThan(1);

        TestDatabases.refresh(world.office, world.configuration);
        world.office
                .jdbi()
                .useHandle(handle -> handle.execute("update recipient_fixing set leased_until = '-infinity'"));
        deliver(notice.id());

        assertThat(relay.received().stream().map(FaultyRelay.Received::to))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(crowd.addresses());
    }

    @Test
    void the_first_are_written_to_while_the_last_are_not_found_yet_and_it_is_not_over_before() {
        Crowd.of(world, PEOPLE);
        Notice notice = world.approved(world.content());
        // Another office holds the fixing.
        world.office
                .jdbi()
                .useHandle(handle -> handle.execute("update recipient_fixing set leased_until = 'infinity'"));
        try (NoticeDelivery delivery = world.delivery(relay.port())) {
            delivery.start();
            until(() -> world.progress(notice.id()).toDo() == 0);

            assertThat(world.stored(notice.id()).state()).isEqualTo(NoticeState.SENDING);
            assertThat(relay.received()).hasSize(notice.recipients());
            assertThatThrownBy(() -> world.office
                            .jdbi()
                            .useHandle(
                                    handle -> handle.execute("update notice set state = 'SENT', finished_at = now()")))
                    .hasMessageContaining("somebody waits");

            world.office
                    .jdbi()
                    .useHandle(handle -> handle.execute("update recipient_fixing set leased_until = '-infinity'"));
            until(() -> world.stored(notice.id()).state() == NoticeState.SENT);
        }
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(PEOPLE);
    }

    @Test
    void a_notice_that_is_stopped_before_everyone_was_found_tells_how_many_were_not_written_to() {
        Crowd.of(world, PEOPLE);
        Notice notice = world.approved(world.content());

        done(world.notices().stop(world.approver, notice.id()));
        while (world.fixing().goOn(() -> false, () -> {})) {}

        Progress progress = world.progress(notice.id());
        assertThat(progress.fixed()).isTrue();
        assertThat(progress.recipients()).isEqualTo(PEOPLE);
        assertThat(progress.toDo()).isEqualTo(PEOPLE);
    }

    @Test
    void a_correction_goes_to_all_of_them_and_no_others() {
        Crowd crowd = Crowd.of(world, PEOPLE);
        Notice first = world.approved(world.content());
        deliver(first.id());
        world.visitor("latecomer@example.jp");
        int before = relay.received().size();
        Notice draft = done(world.notices().followUp(world.author, first.id(), NoticeKind.CORRECTION));
        NoticeContent written = new NoticeContent(
                draft.content().kind(),
                draft.content().followUpOf(),
                draft.content().places(),
                draft.content().from(),
                draft.content().to(),
                draft.content().includeUnconfirmed(),
                world.content().texts());
        draft = done(world.notices().save(world.author, draft.id(), draft.version(), written));
        Notice asked = done(world.notices().ask(world.author, draft.id(), draft.version()));

        Notice approved =
                done(world.notices().approve(world.approver, asked.id(), requireNonNull(asked.contentHash())));
        assertThat(approved.recipients()).isLessThan(PEOPLE);
        deliver(approved.id());

        assertThat(world.progress(approved.id()).recipients()).isEqualTo(PEOPLE);
        assertThat(relay.received().stream().skip(before).map(FaultyRelay.Received::to))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(crowd.addresses());
    }

    @Test
    void the_number_of_recipients_does_not_change_once_they_are_fixed() {
        world.visitors(3);
        Notice notice = world.approved(world.content());

        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useHandle(
                                handle -> handle.execute("update notice set recipients = 4 where id = ?", notice.id())))
                .hasMessageContaining("do not change");
    }

    private void deliver(UUID notice) {
        try (NoticeDelivery delivery = world.delivery(relay.port())) {
            delivery.start();
            until(() -> world.stored(notice).state().isOver());
        }
    }
}
