package mica.office.applications;

import static mica.exchange.envelope.ApplicationStatus.State.APPROVED;
import static mica.exchange.envelope.ApplicationStatus.State.REJECTED;
import static mica.exchange.envelope.ApplicationStatus.State.RETURNED;
import static mica.exchange.envelope.ApplicationStatus.State.SUBMITTED;
import static mica.exchange.envelope.ApplicationStatus.State.WITHDRAWN;

import java.util.Map;
import java.util.Set;
import mica.exchange.envelope.ApplicationStatus.State;

/** Which state of an application follows which; a trigger of the database enforces the same. */
final class ApplicationTransitions {

    private static final Map<State, Set<State>> FOLLOWERS = Map.of(
            SUBMITTED, Set.of(RETURNED, APPROVED, REJECTED, WITHDRAWN),
            RETURNED, Set.of(SUBMITTED, WITHDRAWN),
            APPROVED, Set.of(),
            REJECTED, Set.of(),
            WITHDRAWN, Set.of());

    private ApplicationTransitions() {}

    static boolean follows(State from, State to) {
        return FOLLOWERS.getOrDefault(from, Set.of()).contains(to);
    }

    /** Whether the applicant may still correct: a revision before the decision replaces the one before. */
    static boolean takesRevision(State state) {
        return state == SUBMITTED || follows(state, SUBMITTED);
    }
}
