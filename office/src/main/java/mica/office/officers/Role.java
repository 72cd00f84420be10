package mica.office.officers;

import io.javalin.security.RouteRole;

/** What an officer may do. Routes carry the roles of which one is needed. */
public enum Role implements RouteRole {
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
