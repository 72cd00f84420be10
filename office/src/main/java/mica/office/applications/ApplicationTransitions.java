package mica.office.applications;

import static mica.exchange.envelope.ApplicationStatus.State.APPROVED;
import static mica.exchange.envelope.ApplicationStatus.State.REJECTED;
import static mica.exchange.envelope.ApplicationStatus.State.RETURNED;
import static mica.exchange.envelope.ApplicationStatus.State.SUBMITTED;
import static mica.exchange.envelope.ApplicationStatus.State.WITHDRAWN;
import static mica.exchange.state.Transitions.step;

import mica.exchange.envelope.ApplicationStatus.State;
import mica.exchange.state.Transitions;

/** What can happen to an application. A trigger of the database holds the same pairs. */
final class ApplicationTransitions {

    enum Cause {
        /** By the applicant; before the decision too: then it replaces the revision before. */
        REVISED,
        RETURNED,
        APPROVED,
        REJECTED,
        /** By the applicant. */
        WITHDRAWN
    }

    static final Transitions<State, Cause> TABLE = Transitions.of(
            step(SUBMITTED, Cause.REVISED, SUBMITTED),
            step(SUBMITTED, Cause.RETURNED, RETURNED),
            step(SUBMITTED, Cause.APPROVED, APPROVED),
            step(SUBMITTED, Cause.REJECTED, REJECTED),
            step(SUBMITTED, Cause.WITHDRAWN, WITHDRAWN),
            step(RETURNED, Cause.REVISED, SUBMITTED),
            step(RETURNED, Cause.WITHDRAWN, WITHDRAWN));

    private ApplicationTransitions() {}
}
