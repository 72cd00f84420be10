package mica.office.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.office.TriedStates;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.jdbi.v3.core.HandleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the database holds of the second officer's rule, for a kind of thing that the office does not have. */
class StepStoreTest {

    private enum RecipeDeed implements Deed {
        WRITTEN(Bearing.HAND),
        ASKED(Bearing.HAND),
        TASTED(Bearing.NONE),
        AGREED(Bearing.DECISION);

        private final Bearing bearing;

        RecipeDeed(Bearing bearing) {
            this.bearing = bearing;
        }

        @Override
        public Bearing bearing() {
            return bearing;
        }
    }

    private static final SecondOfficer RULE = new SecondOfficer(Set.of(Role.APPROVER));
    private static final Instant NOW = Instant.parse("2026-04-12T10:00:00Z");

    private final TriedStates tried = new TriedStates();
    private final StepStore<RecipeDeed> steps = new StepStore<>("RECIPE", RecipeDeed.class);
    private final UUID recipe = UUID.randomUUID();
    private final Officer author = officer(tried.author, "起案");
    private final Officer approver = officer(tried.approver, "承認");

    @AfterEach
    void close() {
        tried.close();
    }

    private static Officer officer(UUID id, String name) {
        return new Officer(id, name, name, EmailAddress.of("o@example.jp"), Set.of(Role.APPROVER));
    }

    private <X extends Exception> void in(HandleConsumer<X> act) throws X {
        tried.office.jdbi().useTransaction(act);
    }

    private void asked(String content) {
        in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.ASKED, author, "", content));
    }

    /** The rule's word, whoever it is that a feature wrongly took for one without a hand in it. */
    private void decided(Officer officer, String content) {
        Proposal proposal = new Proposal(recipe, Set.of(), Proposal.hash(content), content);
        Ruling.Granted granted = (Ruling.Granted) RULE.on(officer, proposal, Proposal.hash(content));
        in(tx -> steps.decide(tx, granted, NOW, RecipeDeed.AGREED));
    }

    private void assertRefused(Runnable act, String word) {
        assertThatThrownBy(act::run).hasMessageContaining(word);
    }

    @Test
    void the_history_tells_who_did_what_when_with_which_word_and_content() {
        in(tx -> steps.note(tx, recipe, NOW.minusSeconds(1), RecipeDeed.WRITTEN, author, "", null));
        asked("salt");
        in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.TASTED, null, "", null));
        in(tx -> steps.note(tx, UUID.randomUUID(), NOW, RecipeDeed.TASTED, approver, "of another", null));
        in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.TASTED, approver, "塩が多い", null));
        decided(approver, "salt");

        List<ApprovalStep<RecipeDeed>> history =
                tried.office.jdbi().withHandle(handle -> steps.history(handle, recipe));
        assertThat(history)
                .isEqualTo(List.of(
                        new ApprovalStep<>(NOW.minusSeconds(1), RecipeDeed.WRITTEN, "起案", "", null),
                        new ApprovalStep<>(NOW, RecipeDeed.ASKED, "起案", "", "salt"),
                        new ApprovalStep<>(NOW, RecipeDeed.TASTED, "", "", null),
                        new ApprovalStep<>(NOW, RecipeDeed.TASTED, "承認", "塩が多い", null),
                        new ApprovalStep<>(NOW, RecipeDeed.AGREED, "承認", "", "salt")));
    }

    @Test
    void a_decision_is_written_down_only_with_the_grant_of_the_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.AGREED, approver, "", "salt")));
    }

    @Test
    void the_database_refuses_the_decision_of_whoever_had_a_hand_in_it() {
        asked("salt");
        assertRefused(() -> decided(author, "salt"), "had a hand in it");
        in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.WRITTEN, approver, "", null));
        asked("salt");
        assertRefused(() -> decided(approver, "salt"), "had a hand in it");
    }

    @Test
    void the_database_refuses_a_decision_on_what_was_not_asked_for_or_was_changed_since() {
        assertRefused(() -> decided(approver, "salt"), "what was asked for");
        asked("salt");
        assertRefused(() -> decided(approver, "pepper"), "what was asked for");
        in(tx -> steps.note(tx, recipe, NOW, RecipeDeed.WRITTEN, author, "", null));
        assertRefused(() -> decided(approver, "salt"), "what was asked for");
        asked("pepper");
        decided(approver, "pepper");
    }

    @Test
    void several_officers_decide_each_once_and_again_when_it_is_asked_for_anew() {
        Officer third = officer(UUID.randomUUID(), "三人目");
        tried.office.jdbi().useHandle(handle -> handle.execute("""
                insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)
                values (?, 'third', '三人目', 'o@example.jp', '', '', '{}', now())
                """, third.id()));
        asked("salt");
        decided(approver, "salt");
        decided(third, "salt");
        assertRefused(() -> decided(approver, "salt"), "decides once");
        asked("salt");
        decided(approver, "salt");
    }

    @Test
    void nothing_of_it_is_changed_or_forgotten_and_no_decision_is_made_by_nobody() {
        asked("salt");
        for (String sql : List.of(
                "update approval_step set officer_name = 'x'",
                "delete from approval_step",
                "truncate approval_step",
                "insert into approval_step (subject, kind, at, officer_name, deed, bearing, content) values ('" + recipe
                        + "', 'RECIPE', now(), '', 'AGREED', 'DECISION', 'salt')")) {
            assertRefused(() -> tried.office.jdbi().useHandle(handle -> handle.execute(sql)), "ERROR");
        }
    }
}
