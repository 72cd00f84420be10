package mica.app.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads what libraries say by java.util.logging, the database driver among them, to the log. */
final class JavaLogging extends Handler {

    @Override
    public void publish(LogRecord said) {
        Logger logger = LoggerFactory.getLogger(String.valueOf(said.getLoggerName()));
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
