package mica.office.approval;

/** What can be done about something that needs two officers: an enum of the feature's own words. */
public interface Deed {

    /** What a deed means for who may decide. */
    enum Bearing {
        /** Whoever did it had a hand in the thing, and does not decide on it. */
        HAND,
        /** The other officer's word. */
        DECISION,
        NONE
    }

    Bearing bearing();
}
