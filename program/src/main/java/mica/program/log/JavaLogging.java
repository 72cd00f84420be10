package mica.program.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Leads what libraries say by java.util.logging, the database driver among them, to the log. */
final class JavaLogging extends Handler {

    private final ILoggerFactory loggers;

    JavaLogging(ILoggerFactory loggers) {
        this.loggers = loggers;
    }

    @Override
    public void publish(LogRecord said) {
        Logger logger = loggers.getLogger(String.valueOf(said.getLoggerName()));
        Throwable failure = said.getThrown();
        if (said.getLevel().intValue() >= Level.SEVERE.intValue()) {
            logger.error(said.getMessage(), failure);
        } else if (said.getLevel().intValue() >= Level.WARNING.intValue()) {
            logger.warn(said.getMessage(), failure);
        } else {
            logger.info(said.getMessage(), failure);
        }
    }

    @Override
    public void flush() {
        // Nothing is kept here.
    }

    @Override
    public void close() {
        // Nor held.
    }
}
