package mica.office.bounce;

import java.time.Duration;

/**
 * What one client of the listener may take up.
 *
 * @param kept octets of a message that are read as a report; what is behind them is read and dropped
 * @param largest octets of a message
 * @param silence longest wait for a line
 * @param session longest connection, however busy
 */
record LmtpLimits(int connections, int messages, int kept, long largest, Duration silence, Duration session) {

    static final LmtpLimits USUAL =
            new LmtpLimits(16, 1_000, 128 * 1024, 20L * 1024 * 1024, Duration.ofSeconds(60), Duration.ofMinutes(5));
}
