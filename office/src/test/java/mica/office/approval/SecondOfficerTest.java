package mica.office.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.junit.jupiter.api.Test;

class SecondOfficerTest {

    private static final SecondOfficer RULE = new SecondOfficer(Set.of(Role.APPROVER, Role.ADMINISTRATOR));
    private static final String SEEN = Proposal.hash("content");

    private final Officer author = officer(Role.AUTHOR, Role.APPROVER);
    private final Proposal proposal = new Proposal(UUID.randomUUID(), Set.of(author.id()), SEEN, "content");

    private static Officer officer(Role... roles) {
        return new Officer(UUID.randomUUID(), "login", "担当", EmailAddress.of("o@example.jp"), Set.of(roles));
    }

    @Test
    void another_officer_with_one_of_the_roles_who_saw_what_is_stored_may_decide() {
        assertThat(RULE.on(officer(Role.APPROVER), proposal, SEEN)).isInstanceOf(Ruling.Granted.class);
        assertThat(RULE.on(officer(Role.ADMINISTRATOR, Role.AUDITOR), proposal, SEEN))
                .isInstanceOf(Ruling.Granted.class);
    }

    @Test
    void whoever_had_a_hand_in_it_may_not_whatever_their_roles() {
        assertThat(RULE.on(author, proposal, SEEN)).isEqualTo(new Ruling.TookPart());
        assertThat(RULE.mayDecide(author, proposal.hands())).isFalse();
    }

    @Test
    void nobody_without_the_role_may() {
        assertThat(RULE.on(officer(Role.AUTHOR, Role.REVIEWER, Role.AUDITOR), proposal, SEEN))
                .isEqualTo(new Ruling.WithoutRole());
        assertThat(RULE.mayDecide(officer(Role.AUTHOR), proposal.hands())).isFalse();
    }

    /** The hash of the page, the one that was asked for, and what is stored: all three are one. */
    @Test
    void nobody_decides_on_anything_but_what_they_saw() {
        Officer approver = officer(Role.APPROVER);
        String other = Proposal.hash("another content");
        Set<UUID> hands = proposal.hands();
        assertThat(RULE.on(approver, proposal, other)).isEqualTo(new Ruling.Stale());
        assertThat(RULE.on(approver, proposal, "")).isEqualTo(new Ruling.Stale());
        assertThat(RULE.on(approver, new Proposal(UUID.randomUUID(), hands, other, "content"), SEEN))
                .isEqualTo(new Ruling.Stale());
        assertThat(RULE.on(approver, new Proposal(UUID.randomUUID(), hands, SEEN, "another content"), SEEN))
                .isEqualTo(new Ruling.Stale());
    }
}
