package mica.office.cases;

import static mica.office.delivery.NoticeWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mica.office.delivery.NoticeWorld;
import mica.office.delivery.RecipientStore;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeLine;
import mica.office.notice.Notices;
import mica.office.officers.Officer;
import mica.office.report.Stand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesTest {

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
    void two_officers_open_two_cases_and_each_is_of_the_one_who_opened_it() {
        InfectionCase one = notices.open(world.author).infectionCase();
        world.now = world.now.plusSeconds(90);
        InfectionCase other = notices.open(world.approver).infectionCase();

        assertThat(one).isEqualTo(new InfectionCase(one.id(), world.author.id(), world.now.minusSeconds(90)));
        assertThat(other).isEqualTo(new InfectionCase(other.id(), world.approver.id(), world.now));
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    void a_case_stays_as_it_was_opened_whoever_goes_on_with_its_notice() {
        Notice opened = notices.open(world.author);
        world.now = world.now.plusSeconds(60);

        Notice saved = done(notices.save(world.approver, opened.id(), opened.version(), world.content()));

        assertThat(saved.infectionCase()).isEqualTo(opened.infectionCase());
    }

    @Test
    void a_draft_in_which_nothing_was_entered_is_opened_again_with_its_case_and_the_clock_starts_anew() {
        InfectionCase first = notices.open(world.author).infectionCase();
        world.now = world.now.plusSeconds(600);

        assertThat(notices.open(world.author).infectionCase())
                .isEqualTo(new InfectionCase(first.id(), world.author.id(), world.now));
        assertThat(count("select count(*) from infection_case")).isEqualTo(1);
    }

    @Test
    void a_follow_up_belongs_to_the_case_of_its_first_notice_whoever_writes_it_and_whatever_it_follows() {
        world.visitors(2);
        Notice first = sent(world.approved(world.content()));
        world.now = world.now.plus(Duration.ofHours(5));
        Notice correction = done(notices.followUp(world.otherApprover, first.id(), NoticeKind.CORRECTION));
        assertThat(correction.infectionCase()).isEqualTo(first.infectionCase());

        correction = sent(approved(written(correction, world.otherApprover), world.otherApprover));
        world.now = world.now.plus(Duration.ofHours(1));
        Notice withdrawal = done(notices.followUp(world.author, correction.id(), NoticeKind.WITHDRAWAL));

        assertThat(withdrawal.infectionCase()).isEqualTo(first.infectionCase());
        assertThat(notices.open(world.author).infectionCase().id())
                .isNotEqualTo(first.infectionCase().id());
        List<NoticeLine> lines = notices.read(handle -> notices.store().followUps(handle, first.id()));
        assertThat(lines)
                .hasSize(2)
                .extracting(NoticeLine::caseEnteredAt)
                .containsOnly(first.infectionCase().enteredAt());
        assertThat(count("select count(*) from infection_case")).isEqualTo(2);
    }

    @Test
    void every_notice_is_measured_by_the_clock_of_its_case() {
        world.visitors(1);
        Notice first = sent(world.approved(world.content()));
        Duration later = Duration.ofHours(5);
        world.now = world.now.plus(later);
        Notice draft = done(notices.followUp(world.author, first.id(), NoticeKind.WITHDRAWAL));
        Notice withdrawal = sent(approved(draft, world.author));

        assertThat(stand(first).toFirst().orElseThrow()).isLessThan(later);
        assertThat(stand(withdrawal).toFirst().orElseThrow()).isGreaterThanOrEqualTo(later);
        assertThat(stand(withdrawal).toLast().orElseThrow()).isGreaterThanOrEqualTo(later);
    }

    @Test
    void the_clock_of_a_case_does_not_start_anew_once_something_was_entered() {
        InfectionCase infectionCase = world.draft(world.content()).infectionCase();
        Instant later = world.now.plusSeconds(600);

        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useHandle(handle -> new CaseStore().restart(handle, infectionCase.id(), later)))
                .hasMessageContaining("the clock of a case does not start anew");
        refused("update infection_case set opened_by = ?", world.approver.id(), "what a case is does not change");
        refused("update infection_case set id = ?", UUID.randomUUID(), "what a case is does not change");
    }

    @Test
    void the_database_lets_no_notice_be_without_a_case_or_leave_it() {
        Notice draft = world.draft(world.content());
        UUID other = notices.open(world.approver).infectionCase().id();

        refused("update notice set case_id = ?", other, "what a notice is does not change");
        refused(
                "insert into notice (id, number, kind, author, written_by) values (gen_random_uuid(), 'N-2026-0009',"
                        + " 'FIRST', ?, array['" + world.author.id() + "'::uuid])",
                world.author.id(),
                "null value in column \"case_id\"");
        refused(followUpIn(draft, other), world.author.id(), "notice_follow_up_of_fkey");
        world.office
                .jdbi()
                .useHandle(handle ->
                        handle.execute(followUpIn(draft, draft.infectionCase().id()), world.author.id()));
        assertThat(count("select count(*) from notice where kind = 'CORRECTION'"))
                .isEqualTo(1);
    }

    private static String followUpIn(Notice first, UUID infectionCase) {
        return "insert into notice (id, number, kind, follow_up_of, case_id, author, written_by)"
                + " select gen_random_uuid(), 'N-2026-0010', 'CORRECTION', '%s', '%s', o.id, array[o.id]"
                        .formatted(first.id(), infectionCase)
                + " from officer o where o.id = ?";
    }

    @Test
    void a_case_stays_as_long_as_a_notice_of_it() {
        UUID id = world.draft(world.content()).infectionCase().id();

        refused("delete from infection_case where id = ?", id, "notice_case_id_fkey");
    }

    private void refused(String sql, Object argument, String why) {
        assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> handle.execute(sql, argument)))
                .as(sql)
                .hasMessageContaining(why);
    }

    /** What a correction leaves to be filled in is. */
    private Notice written(Notice correction, Officer officer) {
        NoticeContent content = correction.content().withTexts(world.content().texts());
        return done(notices.save(officer, correction.id(), correction.version(), content));
    }

    private Notice approved(Notice draft, Officer author) {
        Notice asked = done(notices.ask(author, draft.id(), draft.version()));
        return done(notices.approve(world.approver, asked.id(), String.valueOf(asked.contentHash())));
    }

    private Notice sent(Notice approved) {
        world.deliver(approved.id());
        return world.stored(approved.id());
    }

    private Stand stand(Notice notice) {
        return Stand.of(notice, notices.read(handle -> new RecipientStore().progress(handle, notice)));
    }

    private int count(String sql) {
        return world.office
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
