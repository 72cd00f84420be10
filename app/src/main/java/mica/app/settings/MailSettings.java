package mica.app.settings;

import mica.office.relay.RelayConfiguration;

/**
 * The mail relay and how to speak to it.
 *
 * @param sender the address in From
 * @param doorSessions connections kept for confirmations and mails to venues
 * @param noticeSessions connections kept for notices
 * @param noticeWindow people a session has under way at a time
 * @param noticeOpen people all sessions of an office have under way, and who may get a second copy after a crash
 * @param heloName how this installation names itself to the relay; empty for the host of the public address
 */
public record MailSettings(
        String host,
        @Default("25") int port,
        @Default("STARTTLS") RelayConfiguration.Security security,
        @Default("") String user,
        @Default("") String password,
        String sender,
        @Default("4") int doorSessions,
        @Default("8") int noticeSessions,
        @Default("50") int noticeWindow,
        @Default("400") int noticeOpen,
        @Default("") String heloName) {}
