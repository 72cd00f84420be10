package mica.program.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;

/** The gate for tests that look at what stands behind it. */
public final class LogGates {

    private LogGates() {}

    public static Appender<ILoggingEvent> before(Appender<ILoggingEvent> appender) {
        return WordlessLog.before(appender);
    }
}
