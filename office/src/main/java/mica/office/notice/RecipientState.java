package mica.office.notice;

/** Where one recipient of a notice stands. */
public enum RecipientState {
    QUEUED,
    /** In an office's hands: written to now, or, under a lease that ran out, perhaps. */
    CLAIMED,
    ACCEPTED,
    REFUSED,
    DEFERRED,
    /** The visit was erased meanwhile, or its key. */
    GONE,
    EXPIRED;

    boolean isSettled() {
        return switch (this) {
            case ACCEPTED, REFUSED, GONE, EXPIRED -> true;
            case QUEUED, CLAIMED, DEFERRED -> false;
        };
    }
}
