package mica.office.erasure;

import static mica.exchange.state.Transitions.step;
import static mica.office.erasure.ErasureState.CERTIFIED;
import static mica.office.erasure.ErasureState.DETACHED;
import static mica.office.erasure.ErasureState.DROPPED;
import static mica.office.erasure.ErasureState.DUE;
import static mica.office.erasure.ErasureState.KEYS_DESTROYED;

import mica.exchange.state.Transitions;

/** The steps of a day's erasure: none is left out and none goes back. A trigger of the database holds the same pairs. */
final class ErasureTransitions {

    enum Cause {
        KEYS_DESTROYED,
        DETACHED,
        DROPPED,
        CERTIFIED
    }

    static final Transitions<ErasureState, Cause> TABLE = Transitions.of(
            step(DUE, Cause.KEYS_DESTROYED, KEYS_DESTROYED),
            step(KEYS_DESTROYED, Cause.DETACHED, DETACHED),
            step(DETACHED, Cause.DROPPED, DROPPED),
            step(DROPPED, Cause.CERTIFIED, CERTIFIED));

    private ErasureTransitions() {}
}
