package mica.office.door;

import static mica.exchange.state.Transitions.step;

import mica.exchange.state.Transitions;
import mica.office.door.MailStore.Settled;

/** How a mail leaves the queue of the door lane; what has left it stays where it is. */
final class QueueTransitions {

    /** Where a mail stands. */
    enum State {
        QUEUED,
        ACCEPTED,
        REFUSED,
        EXPIRED,
        SUPPRESSED
    }

    static final Transitions<State, Settled> TABLE = Transitions.of(
            step(State.QUEUED, Settled.ACCEPTED, State.ACCEPTED),
            step(State.QUEUED, Settled.REFUSED, State.REFUSED),
            step(State.QUEUED, Settled.EXPIRED, State.EXPIRED),
            step(State.QUEUED, Settled.SUPPRESSED, State.SUPPRESSED));

    private QueueTransitions() {}
}
