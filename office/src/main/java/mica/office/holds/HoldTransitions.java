package mica.office.holds;

import static mica.exchange.state.Transitions.step;
import static mica.office.holds.HoldState.ASKED;
import static mica.office.holds.HoldState.ENDED;
import static mica.office.holds.HoldState.IN_FORCE;
import static mica.office.holds.HoldState.LIFTED;
import static mica.office.holds.HoldState.REFUSED;

import mica.exchange.state.Transitions;

/** What can happen to a legal hold. A trigger of the database holds the same pairs. */
final class HoldTransitions {

    enum Cause {
        /** By another officer than the one who asked. */
        CONFIRMED,
        /** By another officer, or by the one who asked. */
        REFUSED,
        LIFTED,
        /** Its last day went by. */
        RAN_OUT
    }

    static final Transitions<HoldState, Cause> TABLE = Transitions.of(
            step(ASKED, Cause.CONFIRMED, IN_FORCE),
            step(ASKED, Cause.REFUSED, REFUSED),
            step(IN_FORCE, Cause.LIFTED, LIFTED),
            step(IN_FORCE, Cause.RAN_OUT, ENDED));

    private HoldTransitions() {}
}
