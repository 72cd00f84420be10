package mica.front.mailbox;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One sealed envelope on its way to its commit, and whom to tell. Threads may share it. */
final class Waiting {

    private final Epochs.Announced epoch;
    private final byte[] envelope;
    private final long deadline;
    private final Consumer<Mailbox.Outcome> told;
    private final AtomicBoolean isTold = new AtomicBoolean();

    /** @param deadline nanoTime after which nobody should wait any more */
    Waiting(Epochs.Announced epoch, byte[] envelope, long deadline, Consumer<Mailbox.Outcome> told) {
        this.epoch = epoch;
        this.envelope = envelope;
        this.deadline = deadline;
        this.told = told;
    }

    Epochs.Announced epoch() {
        return epoch;
    }

    byte[] envelope() {
        return envelope;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /** Tells the outcome, unless one was told before. */
    void tell(Mailbox.Outcome outcome) {
        if (isTold.compareAndSet(false, true)) {
            told.accept(outcome);
        }
    }
}
