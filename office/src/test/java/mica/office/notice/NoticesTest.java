package mica.office.notice;

import static java.util.Objects.requireNonNull;
import static mica.office.delivery.NoticeWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mica.exchange.text.Language;
import mica.exchange.text.TestLanguages;
import mica.office.audience.AudienceStore;
import mica.office.delivery.NoticeWorld;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {

    @TempDir
    Path folder;

    private NoticeWorld world;
    private Notices notices;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        notices = world.notices();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void an_author_cannot_approve_their_own_notice() {
        world.visitors(3);
        Notice asked = world.asked(world.content());

        assertThat(notices.approve(world.author, asked.id(), requireNonNull(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.OwnNotice.class);
        assertThat(world.stored(asked.id()).state()).isEqualTo(NoticeState.AWAITING_APPROVAL);
    }

    @Test
    void nobody_approves_who_is_no_approver() {
        world.visitors(3);
        Notice asked = world.asked(world.content());
        Officer author = new Officer(
                world.approver.id(), "approver", "担当", world.approver.email(), java.util.Set.of(Role.AUTHOR));

        assertThat(notices.approve(author, asked.id(), requireNonNull(asked.contentHash())))
                .isEqualTo(new NoticeOutcome.WithoutRole());
        assertThat(world.stored(asked.id()).state()).isEqualTo(NoticeState.AWAITING_APPROVAL);
    }

    @Test
    void whoever_changed_a_draft_cannot_approve_it_either() {
        world.visitors(3);
        Notice draft = world.draft(world.content());
        draft = done(notices.save(world.approver, draft.id(), draft.version(), withBody(draft.content(), "変更")));
        Notice asked = done(notices.ask(world.author, draft.id(), draft.version()));

        assertThat(notices.approve(world.approver, asked.id(), requireNonNull(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.OwnNotice.class);
        assertThat(notices.approve(world.otherApprover, asked.id(), requireNonNull(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.Done.class);
    }

    @Test
    void the_database_refuses_an_author_as_approver() {
        world.visitors(3);
        Notice asked = world.asked(world.content());

        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useHandle(handle -> handle.execute(
                                "update notice set state = 'SENDING', approved_by = author, approved_at = now(),"
                                        + " send_until = now() where id = ?",
                                asked.id())))
                .hasMessageContaining("check constraint");
    }

    @Test
    void any_change_voids_the_request_for_approval() {
        world.visitors(3);
        NoticeContent content = world.content();
        NoticePlace upstairs =
                new NoticePlace(world.venue, "みちのく食堂", List.of(new NoticePlace.NoticeSpot(world.upstairs, "2階")));
        List<NoticeContent> changes = List.of(
                withBody(content, "別の文"),
                new NoticeContent(
                        content.kind(), null, List.of(upstairs), content.from(), content.to(), true, content.texts()),
                new NoticeContent(
                        content.kind(),
                        null,
                        content.places(),
                        content.from(),
                        requireNonNull(content.to()).plusSeconds(60),
                        true,
                        content.texts()),
                new NoticeContent(
                        content.kind(), null, content.places(), content.from(), content.to(), false, content.texts()));
        for (NoticeContent change : changes) {
            Notice asked = world.asked(content);
            Notice changed = done(notices.save(world.author, asked.id(), asked.version(), change));

            assertThat(changed.state()).isEqualTo(NoticeState.DRAFT);
            assertThat(changed.contentHash()).isNull();
            assertThat(changed.content()).isEqualTo(change);
            assertThat(notices.approve(world.approver, asked.id(), requireNonNull(asked.contentHash())))
                    .isEqualTo(new NoticeOutcome.NotNow(NoticeState.DRAFT));
        }
    }

    @Test
    void saving_the_same_again_changes_nothing() {
        world.visitors(1);
        Notice asked = world.asked(world.content());

        assertThat(done(notices.save(world.author, asked.id(), asked.version(), world.content())))
                .isEqualTo(asked);
    }

    @Test
    void an_approver_approves_what_they_saw_and_nothing_else() {
        world.visitors(3);
        Notice first = world.asked(world.content());
        Notice changed = done(notices.save(
                world.author, first.id(), first.version(), withBody(first.content(), "差し替えられた文 022-211-0000")));
        Notice asked = done(notices.ask(world.author, changed.id(), changed.version()));

        assertThat(notices.approve(world.approver, asked.id(), requireNonNull(first.contentHash())))
                .isInstanceOf(NoticeOutcome.Stale.class);
        assertThat(world.stored(asked.id()).recipients()).isZero();
        assertThat(notices.approve(world.approver, asked.id(), requireNonNull(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.Done.class);
    }

    @Test
    void of_two_approvers_at_once_one_wins_and_the_other_is_told() throws Exception {
        world.visitors(30);
        Notice asked = world.asked(world.content());
        CountDownLatch together = new CountDownLatch(1);
        List<Future<NoticeOutcome>> answers = new ArrayList<>();
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            for (var officer : List.of(world.approver, world.otherApprover)) {
                answers.add(both.submit(() -> {
                    together.await();
                    return notices.approve(officer, asked.id(), requireNonNull(asked.contentHash()));
                }));
            }
            together.countDown();
        }
        List<NoticeOutcome> decisions =
                List.of(answers.get(0).get(), answers.get(1).get());

        assertThat(decisions).filteredOn(NoticeOutcome.Done.class::isInstance).hasSize(1);
        assertThat(decisions).contains(new NoticeOutcome.NotNow(NoticeState.SENDING));
        assertThat(world.stored(asked.id()).recipients()).isEqualTo(30);
        assertThat(count("select count(*) from recipient")).isEqualTo(30);
    }

    @Test
    void a_change_made_on_an_older_version_is_refused() {
        Notice draft = world.draft(world.content());
        done(notices.save(world.author, draft.id(), draft.version(), withBody(draft.content(), "一人目")));

        assertThat(notices.save(world.approver, draft.id(), draft.version(), withBody(draft.content(), "二人目")))
                .isInstanceOf(NoticeOutcome.Stale.class);
    }

    @Test
    void the_database_keeps_an_approved_notice_as_it_was_approved() {
        world.visitors(2);
        Notice approved = world.approved(world.content());
        for (String change : List.of(
                "update notice_text set body = 'x' where notice_id = ?",
                "delete from notice_place where notice_id = ?",
                "update notice set include_unconfirmed = false where id = ?",
                "update notice set content_hash = 'x' where id = ?",
                "update notice set recipients = 0 where id = ?")) {
            assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> handle.execute(change, approved.id())))
                    .as(change)
                    .hasMessageContaining("ERROR");
        }
        assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> handle.execute("delete from approval_step")))
                .hasMessageContaining("append-only");
    }

    @Test
    void each_person_is_counted_and_fixed_once_over_venues_and_days() {
        world.visitor("taro@example.jp");
        world.checkIn(
                "taro@example.jp", world.otherVenue, world.otherEntrance, NoticeWorld.FROM, TestLanguages.JA, false);
        world.checkIn(
                "TARO@example.jp",
                world.venue,
                world.upstairs,
                NoticeWorld.at(NoticeWorld.DAY.minusDays(2), 12),
                TestLanguages.JA,
                false);
        world.visitor("hanako@example.jp");
        NoticeContent content = world.content(List.of(
                new NoticePlace(world.venue, "みちのく食堂", List.of()),
                new NoticePlace(world.otherVenue, "杜の湯", List.of())));
        content = new NoticeContent(
                content.kind(),
                null,
                content.places(),
                NoticeWorld.at(NoticeWorld.DAY.minusDays(3), 0),
                content.to(),
                true,
                content.texts());

        assertThat(notices.count(content)).isEqualTo(new AudienceStore.Count(2, 0));
        assertThat(world.approved(content).recipients()).isEqualTo(2);
    }

    @Test
    void unconfirmed_visitors_are_left_out_when_not_ticked() {
        world.visitor("confirmed@example.jp");
        world.checkIn("unconfirmed@example.jp", world.venue, world.entrance, NoticeWorld.FROM, TestLanguages.JA, false);
        NoticeContent all = world.content();
        NoticeContent confirmedOnly =
                new NoticeContent(all.kind(), null, all.places(), all.from(), all.to(), false, all.texts());

        assertThat(notices.people(all)).isEqualTo(2);
        assertThat(notices.people(confirmedOnly)).isEqualTo(1);
        assertThat(world.approved(confirmedOnly).recipients()).isEqualTo(1);
    }

    @Test
    void approval_is_not_asked_for_while_the_text_has_gaps() {
        world.visitors(1);
        Notice draft = world.draft(withBody(world.content(), "期間：{period} 〇〇 022-211-0000"));

        NoticeOutcome answer = notices.ask(world.author, draft.id(), draft.version());

        assertThat(answer).isInstanceOf(NoticeOutcome.Blocked.class);
        assertThat(((NoticeOutcome.Blocked) answer).findings())
                .extracting(Finding::what)
                .containsExactly(Finding.FindingKind.PLACEHOLDER);
    }

    @Test
    void nobody_is_asked_to_approve_a_notice_to_nobody() {
        Notice draft = world.draft(world.content());

        assertThat(notices.ask(world.author, draft.id(), draft.version())).isInstanceOf(NoticeOutcome.Blocked.class);
    }

    @Test
    void the_clock_starts_when_the_case_is_opened_and_an_empty_draft_is_used_again() {
        Notice first = notices.open(world.author);
        world.now = world.now.plusSeconds(600);
        Notice second = notices.open(world.author);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.number()).isEqualTo("N-2026-0001");
        assertThat(second.infectionCase().enteredAt()).isEqualTo(world.now);
        assertThat(notices.open(world.approver).number()).isEqualTo("N-2026-0002");
    }

    @Test
    void the_hash_does_not_depend_on_the_order_in_which_texts_were_put() {
        NoticeContent content = world.content();
        Map<Language, NoticeText> turned = new java.util.LinkedHashMap<>();
        TestLanguages.ALL.reversed().forEach(language -> turned.put(language, content.text(language)));
        Notice stored = world.draft(content);

        assertThat(new NoticeContent(content.kind(), null, content.places(), content.from(), content.to(), true, turned)
                        .hash())
                .isEqualTo(content.hash());
        assertThat(stored.content().hash()).isEqualTo(content.hash());
        assertThat(NoticeContent.read(content.canonical())).isEqualTo(content);
    }

    private int count(String sql) {
        return world.office
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private static NoticeContent withBody(NoticeContent content, String body) {
        Map<Language, NoticeText> texts = new HashMap<>(content.texts());
        texts.put(
                TestLanguages.JA, new NoticeText(content.text(TestLanguages.JA).subject(), body));
        return new NoticeContent(
                content.kind(),
                content.followUpOf(),
                content.places(),
                content.from(),
                content.to(),
                content.includeUnconfirmed(),
                texts);
    }
}
