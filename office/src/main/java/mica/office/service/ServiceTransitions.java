package mica.office.service;

import static mica.exchange.directory.ServiceFacts.State.ENDED;
import static mica.exchange.directory.ServiceFacts.State.OPEN;
import static mica.exchange.directory.ServiceFacts.State.PREPARING;
import static mica.exchange.state.Transitions.step;

import mica.exchange.directory.ServiceFacts.State;
import mica.exchange.state.Transitions;

/** What can happen to the service: it opens and ends once. A trigger of the database holds the same pairs. */
final class ServiceTransitions {

    enum Cause {
        OPENED,
        ENDED
    }

    static final Transitions<State, Cause> TABLE =
            Transitions.of(step(PREPARING, Cause.OPENED, OPEN), step(OPEN, Cause.ENDED, ENDED));

    private ServiceTransitions() {}
}
