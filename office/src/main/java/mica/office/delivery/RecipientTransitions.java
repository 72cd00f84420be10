package mica.office.delivery;

import static mica.exchange.state.Transitions.step;
import static mica.office.delivery.RecipientState.ACCEPTED;
import static mica.office.delivery.RecipientState.CLAIMED;
import static mica.office.delivery.RecipientState.DEFERRED;
import static mica.office.delivery.RecipientState.DOT_SENT;
import static mica.office.delivery.RecipientState.EXPIRED;
import static mica.office.delivery.RecipientState.GONE;
import static mica.office.delivery.RecipientState.KEYS_MISSING;
import static mica.office.delivery.RecipientState.QUEUED;
import static mica.office.delivery.RecipientState.REFUSED;

import mica.exchange.state.Transitions;

/**
 * What can happen in the delivery to one person. The database holds the same pairs, and refuses others. Back from DOT_SENT
 * to QUEUED goes only who is known not to have been written to after all; who was left in DOT_SENT by a crash stays there
 * until an answer is known.
 */
final class RecipientTransitions {

    enum Cause {
        /** An office took the person in hand. */
        CLAIMED,
        /** The office lets go of somebody who was not written to. */
        LET_GO,
        /** The last octets may leave from now on. */
        DOT_SENT,
        ACCEPTED,
        REFUSED,
        /** The relay, or the pace of the provider, wants it later. */
        DEFERRED,
        /** The notice is no longer sent to those who were not reached. */
        RAN_OUT,
        /** The visit was erased meanwhile, or its key. */
        ERASED,
        /** Nothing was erased, and yet no key opens the address. */
        KEYS_MISSED
    }

    static final Transitions<RecipientState, Cause> TABLE = Transitions.of(
            step(QUEUED, Cause.CLAIMED, CLAIMED),
            step(QUEUED, Cause.RAN_OUT, EXPIRED),
            step(QUEUED, Cause.ERASED, GONE),
            step(CLAIMED, Cause.LET_GO, QUEUED),
            step(CLAIMED, Cause.DOT_SENT, DOT_SENT),
            step(CLAIMED, Cause.REFUSED, REFUSED),
            step(CLAIMED, Cause.DEFERRED, DEFERRED),
            step(CLAIMED, Cause.RAN_OUT, EXPIRED),
            step(CLAIMED, Cause.ERASED, GONE),
            step(CLAIMED, Cause.KEYS_MISSED, KEYS_MISSING),
            step(DOT_SENT, Cause.LET_GO, QUEUED),
            step(DOT_SENT, Cause.ACCEPTED, ACCEPTED),
            step(DOT_SENT, Cause.REFUSED, REFUSED),
            step(DOT_SENT, Cause.DEFERRED, DEFERRED),
            step(DOT_SENT, Cause.RAN_OUT, EXPIRED),
            step(DOT_SENT, Cause.ERASED, GONE),
            step(DOT_SENT, Cause.KEYS_MISSED, KEYS_MISSING),
            step(DEFERRED, Cause.CLAIMED, CLAIMED),
            step(DEFERRED, Cause.RAN_OUT, EXPIRED),
            step(DEFERRED, Cause.ERASED, GONE));

    private RecipientTransitions() {}
}
