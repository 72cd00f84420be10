package mica.app.settings;

/**
 * The mail relay and how to speak to it.
 *
 * @param sender the address in From
 * @param doorSessions connections kept for confirmations and mails to venues
 * @param noticeSessions connections kept for notices
 */
public record MailSettings(
        String host,
        @Default("25") int port,
        @Default("STARTTLS") Security security,
        @Default("") String user,
        @Default("") String password,
        String sender,
        @Default("4") int doorSessions,
        @Default("8") int noticeSessions) {

    /** How the connection to the relay is protected. */
    public enum Security {
        NONE,
        STARTTLS_IF_OFFERED,
        STARTTLS,
        TLS
    }
}
