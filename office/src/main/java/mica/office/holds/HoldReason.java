package mica.office.holds;

/** Why days are held. A code and no free text, because reasons tell of people. */
public enum HoldReason {
    /** An order of a court, or a warrant. */
    COURT_ORDER,
    /** An epidemiological investigation that is not over. */
    INVESTIGATION,
    /** A person asked for disclosure of their own records. */
    DISCLOSURE_REQUEST,
    /** An incident in the service is examined. */
    INCIDENT
}
