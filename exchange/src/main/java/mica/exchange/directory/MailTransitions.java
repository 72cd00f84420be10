package mica.exchange.directory;

import static mica.exchange.directory.MailState.FAILED;
import static mica.exchange.directory.MailState.LATER;
import static mica.exchange.directory.MailState.REFUSED;
import static mica.exchange.directory.MailState.SENT;
import static mica.exchange.state.Transitions.step;

import mica.exchange.state.Transitions;

/** What can be told of a confirmation mail after what was told: what is final stays, but for one that comes back. */
final class MailTransitions {

    enum Cause {
        WAITS,
        TAKEN,
        GIVEN_UP,
        TURNED_AWAY,
        CAME_BACK
    }

    static final Transitions<MailState, Cause> TABLE = Transitions.of(
            step(LATER, Cause.WAITS, LATER),
            step(LATER, Cause.TAKEN, SENT),
            step(LATER, Cause.GIVEN_UP, FAILED),
            step(LATER, Cause.TURNED_AWAY, REFUSED),
            step(SENT, Cause.CAME_BACK, REFUSED));

    private MailTransitions() {}
}
