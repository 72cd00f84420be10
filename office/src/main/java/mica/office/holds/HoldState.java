package mica.office.holds;

/** Where a legal hold stands; how it moves is told by {@link HoldTransitions}. */
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

    /** Whether it can happen to a hold that stands here. */
    boolean allows(HoldTransitions.Cause cause) {
        return HoldTransitions.TABLE.allow(this, cause);
    }

    public boolean isOpen() {
        return this == ASKED || this == IN_FORCE;
    }
}
