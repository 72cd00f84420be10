package mica.program.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.boolex.EventEvaluatorBase;

/**
 * For the log's pattern: whether something failed for want of a connection to a database. Why is said once a minute by
 * {@code database.away}; a trace in each job that works on it would say nothing more.
 */
public final class DatabaseAwayEvaluator extends EventEvaluatorBase<ILoggingEvent> {

    private static final String NO_CONNECTION = "org.jdbi.v3.core.ConnectionException";

    @Override
    public boolean evaluate(ILoggingEvent event) {
        for (IThrowableProxy failed = event.getThrowableProxy(); failed != null; failed = failed.getCause()) {
            if (failed.getClassName().equals(NO_CONNECTION)) {
                return true;
            }
        }
        return false;
    }
}
