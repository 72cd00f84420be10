package mica.office.holds;

import static mica.exchange.state.Transitions.step;
import static mica.office.holds.HoldState.ASKED;
import static mica.office.holds.HoldState.ENDED;
import static mica.office.holds.HoldState.IN_FORCE;
import static mica.office.holds.HoldState.LIFTED;
import static mica.office.holds.HoldState.REFUSED;

import mica.exchange.state.Transitions;
import mica.office.approval.Deed;

/** What can happen to a legal hold. A trigger of the database holds the same pairs. */
final class HoldTransitions {

    enum Cause implements Deed {
        /** How every hold begins: nothing is moved by it. */
        ASKED(Bearing.HAND),
        /** By another officer than the one who asked. */
        CONFIRMED(Bearing.DECISION),
        /** By another officer, or by the one who asked. */
        REFUSED(Bearing.NONE),
        LIFTED(Bearing.NONE),
        /** Its last day went by. */
        RAN_OUT(Bearing.NONE);

        private final Bearing bearing;

        Cause(Bearing bearing) {
            this.bearing = bearing;
        }

        @Override
        public Bearing bearing() {
            return bearing;
        }
    }

    static final Transitions<HoldState, Cause> TABLE = Transitions.of(
            step(ASKED, Cause.CONFIRMED, IN_FORCE),
            step(ASKED, Cause.REFUSED, REFUSED),
            step(IN_FORCE, Cause.LIFTED, LIFTED),
            step(IN_FORCE, Cause.RAN_OUT, ENDED));

    private HoldTransitions() {}
}
