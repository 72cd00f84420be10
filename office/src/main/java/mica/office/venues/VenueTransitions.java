package mica.office.venues;

import static mica.exchange.directory.VenueFacts.State.CLOSED;
import static mica.exchange.directory.VenueFacts.State.OPEN;
import static mica.exchange.directory.VenueFacts.State.PAUSED;
import static mica.exchange.state.Transitions.step;

import mica.exchange.directory.VenueFacts.State;
import mica.exchange.state.Transitions;

/** What can happen to a venue that takes part: everything can be taken back, a closing too. */
final class VenueTransitions {

    enum Cause {
        OPENED,
        PAUSED,
        CLOSED;

        /** What an officer means who wants a venue to be in a state. */
        static Cause of(State wanted) {
            return switch (wanted) {
                case OPEN -> OPENED;
                case PAUSED -> PAUSED;
                case CLOSED -> CLOSED;
            };
        }
    }

    static final Transitions<State, Cause> TABLE = Transitions.of(
            step(OPEN, Cause.OPENED, OPEN),
            step(OPEN, Cause.PAUSED, PAUSED),
            step(OPEN, Cause.CLOSED, CLOSED),
            step(PAUSED, Cause.OPENED, OPEN),
            step(PAUSED, Cause.PAUSED, PAUSED),
            step(PAUSED, Cause.CLOSED, CLOSED),
            step(CLOSED, Cause.OPENED, OPEN),
            step(CLOSED, Cause.PAUSED, PAUSED),
            step(CLOSED, Cause.CLOSED, CLOSED));

    private VenueTransitions() {}
}
