package mica.office.delivery;

import java.time.Instant;
import java.util.Map;
import mica.office.delivery.ChunkStore.TakenChunk;
import mica.office.delivery.ChunkStore.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * Who may be claimed, opened and written to: every rule of the engine on it, and nothing else. Whoever changes one changes
 * it here. Keeps nothing.
 */
final class ClaimRules {

    private ClaimRules() {}

    /**
     * Claims those of a chunk who are to be opened and written to now, and says how many they are. Those an earlier holder
     * left with their dot sent are among them: nobody knows whether they were reached, so they get the same message again
     * rather than none. Who waits for a provider that has no room is not.
     */
    static int claim(TakenChunk taken, Map<Integer, Trouble> troubles, Turns turns, Instant now) {
        StateLine states = taken.states();
        int claimed = 0;
        for (int i = 0; i < states.size(); i++) {
            RecipientState state = states.get(i);
            boolean open = state == RecipientState.QUEUED
                    || ((state == RecipientState.DEFERRED || state == RecipientState.DOT_SENT)
                            && mayBeTriedAgain(troubles.get(taken.first() + i), turns, now));
            if (open && state != RecipientState.DOT_SENT && state != RecipientState.CLAIMED) {
                states.move(i, RecipientState.CLAIMED);
            }
            claimed += open || state == RecipientState.CLAIMED ? 1 : 0;
        }
        return claimed;
    }

    private static boolean mayBeTriedAgain(@Nullable Trouble trouble, Turns turns, Instant now) {
        Instant next = trouble == null ? null : trouble.nextAttemptAt();
        if (trouble == null || next == null) {
            return true;
        }
        return trouble.reply().equals(Turns.PACED) ? isUp(trouble, turns) : isDue(next, now);
    }

    /** Whether somebody who was told to wait for a provider may be opened now; otherwise they wait on. */
    private static boolean isUp(Trouble paced, Turns turns) {
        if (turns.left(paced.mailDomain()) > 0) {
            turns.takeOne(paced.mailDomain());
            return true;
        }
        turns.waits(paced.n(), paced.mailDomain());
        return false;
    }

    /** How many who wait for a provider may be opened in one pass through a chunk. @param turn null when none was given */
    static int room(@Nullable Instant turn, int roomOfProvider, Instant now) {
        return turn != null && turn.isAfter(now) ? 0 : roomOfProvider;
    }

    /** Whose sealed address is read at all. */
    static boolean isToOpen(RecipientState state) {
        return state == RecipientState.CLAIMED || state == RecipientState.DOT_SENT;
    }

    /** Who of a claimed chunk is put into a window. */
    static boolean isToWrite(RecipientState state, @Nullable Trouble trouble, boolean heldBack, Instant now) {
        return switch (state) {
            case CLAIMED -> true;
            case DOT_SENT ->
                !heldBack
                        && (trouble == null || trouble.nextAttemptAt() == null || isDue(trouble.nextAttemptAt(), now));
            case QUEUED, ACCEPTED, REFUSED, DEFERRED, EXPIRED, GONE, KEYS_MISSING -> false;
        };
    }

    /** Whether a next attempt is due. What is further ahead than any pause was set by a clock that was wrong. */
    private static boolean isDue(Instant next, Instant now) {
        return !next.isAfter(now) || next.isAfter(now.plus(RecipientPatience.LONGEST_WAIT));
    }
}
