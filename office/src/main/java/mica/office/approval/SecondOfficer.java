package mica.office.approval;

import java.util.Set;
import java.util.UUID;
import mica.office.officers.Officer;
import mica.office.officers.Role;

/**
 * The rule of the second officer: who decides has one of the roles, had no hand in it, and saw exactly what is stored.
 * Asked within the transaction that holds the row; only what it grants is written down as a decision ({@link StepStore}).
 *
 * @param roles one of which is needed; where it depends on what is decided, a feature has several rules
 */
public record SecondOfficer(Set<Role> roles) {

    public SecondOfficer {
        roles = Set.copyOf(roles);
    }

    /** What the rule says to a decision. */
    public sealed interface Ruling {

        /** That an officer may decide on a proposal: made by the rule alone. */
        final class Granted implements Ruling {

            private final Proposal proposal;
            private final Officer officer;

            private Granted(Proposal proposal, Officer officer) {
                this.proposal = proposal;
                this.officer = officer;
            }

            Proposal proposal() {
                return proposal;
            }

            public Officer officer() {
                return officer;
            }
        }

        /** What the officer saw is not what is stored. */
        record Stale() implements Ruling {}

        /** Who had a hand in it does not decide on it. */
        record TookPart() implements Ruling {}

        record WithoutRole() implements Ruling {}
    }

    /** @param seen the hash of what the officer saw */
    public Ruling on(Officer officer, Proposal proposal, String seen) {
        if (!proposal.isWhatWasSeen(seen)) {
            return new Ruling.Stale();
        }
        if (proposal.hands().contains(officer.id())) {
            return new Ruling.TookPart();
        }
        return hasRole(officer) ? new Ruling.Granted(proposal, officer) : new Ruling.WithoutRole();
    }

    /** Whether the officer could decide on what others had a hand in; what a page offers. */
    public boolean mayDecide(Officer officer, Set<UUID> hands) {
        return hasRole(officer) && !hands.contains(officer.id());
    }

    /** Whether the officer has one of the roles. */
    public boolean hasRole(Officer officer) {
        return roles.stream().anyMatch(officer::is);
    }
}
