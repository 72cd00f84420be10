package mica.front.mailbox;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One sealed envelope on its way to its commit, and whom to tell. Threads may share it. */
final class WaitingEnvelope {

    private static final int QUEUED = 0;
    private static final int TAKEN = 1;
    private static final int TOLD = 2;

    private final Epochs.Announced epoch;
    private final byte[] envelope;
    private final long since;
    private final Consumer<Mailbox.Outcome> told;
    private final AtomicInteger state = new AtomicInteger(QUEUED);

    /** @param since nanoTime */
    WaitingEnvelope(Epochs.Announced epoch, byte[] envelope, long since, Consumer<Mailbox.Outcome> told) {
        this.epoch = epoch;
        this.envelope = envelope;
        this.since = since;
        this.told = told;
    }

    Epochs.Announced epoch() {
        return epoch;
    }

    byte[] envelope() {
        return envelope;
    }

    /** @param nanos how long somebody has patience */
    boolean isLate(long now, long nanos) {
        return now - since > nanos;
    }

    /** Takes it from the queue to its commit; false when it was told before that there is no room. */
    boolean take() {
        return state.compareAndSet(QUEUED, TAKEN);
    }

    /** Tells that there is no room, unless it was taken meanwhile. @return whether it was told */
    boolean turnAway() {
        if (!state.compareAndSet(QUEUED, TOLD)) {
            return false;
        }
        told.accept(Mailbox.Outcome.BUSY);
        return true;
    }

    /** Tells the outcome, unless one was told before. */
    void tell(Mailbox.Outcome outcome) {
        if (state.getAndSet(TOLD) != TOLD) {
            told.accept(outcome);
        }
    }
}
