package mica.app.settings;

import mica.office.relay.RelayConfiguration;
import mica.program.settings.Default;

/**
 * The mail relay and how to speak to it.
 *
 * @param furtherRelays for when the first one is in trouble, {@code HOST:PORT/SECURITY} with commas between
 * @param sender the address in From
 * @param doorSessions connections kept for confirmations and mails to venues
 * @param noticeSessions connections kept for notices
 * @param noticeWindow people a session has under way at a time
 * @param noticeOpen people all sessions of an office have under way, and who may get a second copy after a crash
 * @param returnPath where bounces go, such as {@code bounce@mica.pref.example.jp}: each mail gets an address of its own
 *     behind it, {@code bounce+TOKEN@…}; empty for the sender itself
 * @param dkim keys to sign with, {@code SELECTOR:FILE} or {@code SELECTOR:key-folder}, with commas between; empty when
 *     the relay signs
 * @param iso2022JpDomains recipients' domains that want ISO-2022-JP, with commas between
 * @param heloName how this installation names itself to the relay; empty for the host of the public address
 */
public record MailSettings(
        String host,
        @Default("25") int port,
        @Default("STARTTLS") RelayConfiguration.Security security,
        @Default("") String user,
        @Default("") String password,
        @Default("") String furtherRelays,
        String sender,
        @Default("") String returnPath,
        @Default("") String dkim,
        @Default("") String iso2022JpDomains,
        @Default("4") int doorSessions,
        @Default("8") int noticeSessions,
        @Default("50") int noticeWindow,
        @Default("400") int noticeOpen,
        @Default("") String heloName) {}
