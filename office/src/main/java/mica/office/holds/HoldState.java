package mica.office.holds;

/** Where a legal hold stands. The database holds the same. */
public enum HoldState {
    /** One officer asked for it; erasure goes on. */
    ASKED,
    /** Another officer confirmed it; its days are kept. */
    IN_FORCE,
    /** Never came into force: another officer refused it, or who asked took it back. */
    REFUSED,
    /** An officer ended it before its time. */
    LIFTED,
    /** Its last day is over. */
    ENDED;

    /** Which state may follow. */
    boolean leadsTo(HoldState next) {
        return switch (this) {
            case ASKED -> next == IN_FORCE || next == REFUSED;
            case IN_FORCE -> next == LIFTED || next == ENDED;
            case REFUSED, LIFTED, ENDED -> false;
        };
    }

    public boolean isOpen() {
        return this == ASKED || this == IN_FORCE;
    }
}
