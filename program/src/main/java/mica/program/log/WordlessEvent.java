package mica.program.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mica.exchange.log.Wordless;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.MessageFormatter;

/**
 * A line of the log as it may be written. Of the program's own lines the words stay, which a test holds to fixed ones. Of a
 * library's lines only those words stay that stand in its source: the ones of a pattern, without what was to be filled
 * in. A line that a library filled in by itself may quote anything and is left out.
 */
final class WordlessEvent implements ILoggingEvent {

    private static final String OWN = "mica.";
    private static final String LEFT_OUT = "log.left_out";

    private final ILoggingEvent event;
    private final String message;
    private final @Nullable IThrowableProxy failure;

    WordlessEvent(ILoggingEvent event) {
        this.event = event;
        this.message = message(event).replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "·");
        this.failure = failure(event.getThrowableProxy());
    }

    private static String message(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        String pattern = String.valueOf(event.getMessage());
        if (event.getLoggerName().startsWith(OWN)) {
            return arguments == null ? pattern : MessageFormatter.basicArrayFormat(pattern, withoutFailures(arguments));
        }
        return pattern.contains("{}") && arguments != null ? pattern : LEFT_OUT;
    }

    /** A failure among the arguments would speak by its toString. */
    private static Object[] withoutFailures(Object[] arguments) {
        Object[] without = new Object[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            without[i] = arguments[i] instanceof Throwable failed ? Wordless.of(failed) : arguments[i];
        }
        return without;
    }

    private static @Nullable IThrowableProxy failure(@Nullable IThrowableProxy failed) {
        // What is no failure of this process any more has nothing to tell words from kinds by.
        return failed instanceof ThrowableProxy known ? new WordlessFailure(Wordless.of(known.getThrowable())) : null;
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public String getFormattedMessage() {
        return message;
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return null;
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return failure;
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return null;
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return null;
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return Map.of();
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return Map.of();
    }

    @Override
    public String getThreadName() {
        return event.getThreadName();
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        // The words stand already; what else could change is which thread asks.
        event.getThreadName();
    }
}
