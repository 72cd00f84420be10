package mica.office.officers;

/** What an officer may do. */
public enum Role {
    /** Decides on applications and keeps venues. */
    REVIEWER,
    /** Writes notices. */
    AUTHOR,
    /** Approves notices of others. */
    APPROVER,
    /** Keeps officers and the state of the service. Has no part in notices. */
    ADMINISTRATOR,
    /** Reads the ledger. Has no part in what it records. */
    AUDITOR
}
