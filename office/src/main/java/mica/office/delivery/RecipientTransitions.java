package mica.office.delivery;

import static mica.office.delivery.RecipientState.ACCEPTED;
import static mica.office.delivery.RecipientState.CLAIMED;
import static mica.office.delivery.RecipientState.DEFERRED;
import static mica.office.delivery.RecipientState.DOT_SENT;
import static mica.office.delivery.RecipientState.EXPIRED;
import static mica.office.delivery.RecipientState.GONE;
import static mica.office.delivery.RecipientState.KEYS_MISSING;
import static mica.office.delivery.RecipientState.QUEUED;
import static mica.office.delivery.RecipientState.REFUSED;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Every step a delivery can take. The database enforces the same table. Back from DOT_SENT to QUEUED goes only who is
 * known not to have been written to after all; who was left in DOT_SENT by a crash stays there until an answer is known.
 */
final class RecipientTransitions {

    private static final Map<RecipientState, Set<RecipientState>> TABLE = new EnumMap<>(Map.of(
            QUEUED, Set.of(CLAIMED, EXPIRED, GONE),
            CLAIMED, Set.of(QUEUED, DOT_SENT, REFUSED, DEFERRED, EXPIRED, GONE, KEYS_MISSING),
            DOT_SENT, Set.of(QUEUED, ACCEPTED, REFUSED, DEFERRED, EXPIRED, GONE, KEYS_MISSING),
            DEFERRED, Set.of(CLAIMED, EXPIRED, GONE),
            ACCEPTED, Set.of(),
            REFUSED, Set.of(),
            EXPIRED, Set.of(),
            GONE, Set.of(),
            KEYS_MISSING, Set.of()));

    private RecipientTransitions() {}

    static boolean allow(RecipientState from, RecipientState to) {
        return TABLE.getOrDefault(from, Set.of()).contains(to);
    }
}
