package mica.office.intake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refuses an envelope that was read but cannot be used; it goes to quarantine, its neighbours go on. */
public final class RefusedEnvelopeException extends RuntimeException {

    private final String reason;
    private final @Nullable UUID epoch;
    private final boolean seenBefore;

    /** @param reason for operators; never anything from inside the envelope */
    public RefusedEnvelopeException(String reason) {
        this(reason, null, false);
    }

    private RefusedEnvelopeException(String reason, @Nullable UUID epoch, boolean seenBefore) {
        super(reason);
        this.reason = reason;
        this.epoch = epoch;
        this.seenBefore = seenBefore;
    }

    /** Its epoch is still on its way, perhaps in the hands of another office. */
    static RefusedEnvelopeException waitingFor(UUID epoch) {
        return new RefusedEnvelopeException("its epoch is not known", epoch, false);
    }

    /** The same row of the same epoch arrived before. */
    static RefusedEnvelopeException seenBefore() {
        return new RefusedEnvelopeException("seen before", null, true);
    }

    String reason() {
        return reason;
    }

    /** The epoch with whose arrival it can be used; null when it cannot be used at all. */
    @Nullable
    UUID epoch() {
        return epoch;
    }

    boolean isSeenBefore() {
        return seenBefore;
    }
}
