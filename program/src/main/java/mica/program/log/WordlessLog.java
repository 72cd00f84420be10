package mica.program.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The one gate through which every line reaches the log, whoever writes it and wherever it goes: no failure's message
 * passes, nor what a library has put into words. Threads may share it.
 */
public final class WordlessLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final Appender<ILoggingEvent> behind;

    private WordlessLog(Appender<ILoggingEvent> behind) {
        this.behind = behind;
        setName(behind.getName());
    }

    /**
     * Puts the gate before everything that the log's configuration, whichever it is, writes to; leads there what is logged
     * by {@code java.util.logging} and what ends a thread, both of which would go to the terminal by themselves.
     *
     * @throws IllegalStateException when the log is not one that can be gated
     */
    public static void install() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (!(factory instanceof LoggerContext context)) {
            throw new IllegalStateException("the log is not written by Logback");
        }
        install(context);
        LogManager.getLogManager().reset();
        java.util.logging.Logger.getLogger("").addHandler(new JavaLogging(context));
        Thread.setDefaultUncaughtExceptionHandler(endedThread(context));
    }

    static void install(LoggerContext context) {
        context.getLoggerList().forEach(WordlessLog::gate);
    }

    static Thread.UncaughtExceptionHandler endedThread(ILoggerFactory loggers) {
        org.slf4j.Logger log = loggers.getLogger(WordlessLog.class.getName());
        return (thread, failure) -> log.error("thread.ended thread={}", thread.getName(), failure);
    }

    private static void gate(Logger logger) {
        List<Appender<ILoggingEvent>> open = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(open::add);
        for (Appender<ILoggingEvent> appender : open) {
            if (!(appender instanceof WordlessLog)) {
                logger.addAppender(before(appender));
                logger.detachAppender(appender);
            }
        }
    }

    /** The gate before one place to write to. */
    static WordlessLog before(Appender<ILoggingEvent> appender) {
        WordlessLog gate = new WordlessLog(appender);
        gate.setContext(appender.getContext());
        gate.start();
        return gate;
    }

    @Override
    protected void append(ILoggingEvent event) {
        behind.doAppend(new WordlessEvent(event));
    }

    @Override
    public void stop() {
        super.stop();
        behind.stop();
    }
}
