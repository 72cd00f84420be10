package mica.office.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import mica.exchange.text.TestLanguages;
import mica.office.TriedStates;
import mica.office.cases.CaseStore;
import mica.office.cases.InfectionCase;
import mica.office.delivery.NoticeWorld;
import mica.office.officers.Officer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeTransitionsTest {

    @Test
    void the_database_lets_a_notice_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi().useHandle(handle -> {
                InfectionCase opened = new CaseStore().open(handle, tried.author, Instant.EPOCH);
                handle.execute("""
                        insert into notice (id, number, kind, author, written_by, case_id, period_from, period_to)
                        values (?, 'N-2026-0001', 'FIRST', ?, array[?], ?, '2026-11-01 12:00Z', '2026-11-01 14:00Z')
                        """, UUID.randomUUID(), tried.author, tried.author, opened.id());
            });

            tried.areThoseOf(
                    NoticeTransitions.TABLE, "notice", NoticeState.values(), state -> fitting(state, tried.approver));
        }
    }

    private static String fitting(NoticeState state, UUID approver) {
        boolean asked = state != NoticeState.DRAFT && state != NoticeState.DISCARDED;
        boolean approved = state.isUnderWay() || state.isOver();
        String time = "'2026-11-02 09:00Z'";
        return "content_hash = " + (asked ? "'hash'" : "null")
                + ", requested_at = " + (asked ? time : "null")
                + ", approved_by = " + (approved ? "'" + approver + "'" : "null")
                + ", approved_at = " + (approved ? time : "null")
                + ", send_until = " + (approved ? time : "null")
                + ", finished_at = " + (state.isOver() ? time : "null");
    }

    @Test
    void every_verb_does_what_it_does_in_the_states_of_the_table_and_in_no_other(@TempDir Path folder) {
        try (NoticeWorld world = new NoticeWorld(folder)) {
            world.visitors(1);
            Notice notice = world.asked(world.content());
            String hash = String.valueOf(notice.contentHash());
            Notices notices = world.notices();
            Map<NoticeEvent, BiFunction<Officer, UUID, NoticeOutcome>> verbs = new EnumMap<>(NoticeEvent.class);
            verbs.put(
                    NoticeEvent.CHANGED,
                    (officer, id) -> notices.save(officer, id, 0, NoticeContent.empty(NoticeKind.FIRST, null)));
            verbs.put(NoticeEvent.ASKED, (officer, id) -> notices.ask(officer, id, 0));
            verbs.put(NoticeEvent.RETURNED, (officer, id) -> notices.giveBack(officer, id, hash, "word"));
            verbs.put(NoticeEvent.APPROVED, (officer, id) -> notices.approve(officer, id, "another"));
            verbs.put(NoticeEvent.PAUSED, notices::pause);
            verbs.put(NoticeEvent.RESUMED, notices::resume);
            verbs.put(NoticeEvent.STOPPED, notices::stop);
            verbs.put(NoticeEvent.DISCARDED, notices::discard);
            for (NoticeState state : NoticeState.values()) {
                verbs.forEach((cause, verb) -> {
                    put(world, state);
                    NoticeOutcome decision = verb.apply(world.approver, notice.id());

                    assertThat(decision instanceof NoticeOutcome.NotNow)
                            .as("%s in %s: %s", cause, state, decision)
                            .isNotEqualTo(NoticeTransitions.TABLE.allow(state, cause));
                    assertThat(world.stored(notice.id()).state())
                            .isEqualTo(
                                    decision instanceof NoticeOutcome.Done
                                            ? NoticeTransitions.TABLE.next(state, cause)
                                            : state);
                });
            }
        }
    }

    private static void put(NoticeWorld world, NoticeState state) {
        world.office.jdbi().useHandle(handle -> {
            handle.execute("alter table notice disable trigger user");
            handle.execute("update notice set state = ?, " + fitting(state, world.otherApprover.id()), state.name());
            handle.execute("alter table notice enable trigger user");
        });
    }

    @Test
    void the_store_takes_no_step_that_the_table_does_not_have(@TempDir Path folder) {
        try (NoticeWorld world = new NoticeWorld(folder)) {
            Notice draft = world.draft(world.content());
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.office
                            .jdbi()
                            .useTransaction(tx -> new NoticeStore()
                                    .step(tx, draft.id(), NoticeState.DRAFT, NoticeEvent.SENT, world.now)))
                    .withMessageContaining("SENT does not happen in DRAFT");
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.office
                            .jdbi()
                            .useTransaction(tx -> new NoticeStore()
                                    .step(tx, draft.id(), NoticeState.SENDING, NoticeEvent.SENT, world.now)))
                    .withMessageContaining("no longer SENDING");
            assertThat(world.notices().test(world.author, UUID.randomUUID(), TestLanguages.JA))
                    .isEqualTo(new NoticeOutcome.Unknown());
        }
    }
}
