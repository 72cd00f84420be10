package mica.app.inbox;

import java.nio.file.Path;
import mica.web.OwnAddresses;

/**
 * Where the inbox listens and what it may keep. Port 0 means any free port. When {@code maximumBytes} or {@code
 * maximumMails} is passed, the oldest mails go first; what is in {@code directory} is read again at the next start.
 */
public record InboxConfiguration(
        String host,
        int smtpPort,
        int httpPort,
        Path directory,
        long maximumBytes,
        int maximumMails,
        OwnAddresses addresses) {

    private static final long ONE_GIGABYTE = 1L << 30;
    /** An index entry takes under a kilobyte, so that a full index stays below 100 MB. */
    private static final int HUNDRED_THOUSAND = 100_000;

    public InboxConfiguration {
        if (maximumBytes < 1 || maximumMails < 1) {
            throw new IllegalArgumentException("An inbox must be allowed to keep at least one mail");
        }
    }

    public InboxConfiguration(String host, int smtpPort, int httpPort, Path directory) {
        this(host, smtpPort, httpPort, directory, ONE_GIGABYTE, HUNDRED_THOUSAND);
    }

    public InboxConfiguration(
            String host, int smtpPort, int httpPort, Path directory, long maximumBytes, int maximumMails) {
        this(host, smtpPort, httpPort, directory, maximumBytes, maximumMails, OwnAddresses.none());
    }

    /** @param reached under which people read it, beside this machine's own */
    public InboxConfiguration withAddresses(OwnAddresses reached) {
        return new InboxConfiguration(host, smtpPort, httpPort, directory, maximumBytes, maximumMails, reached);
    }
}
