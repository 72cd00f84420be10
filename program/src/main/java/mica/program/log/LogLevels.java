package mica.program.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much the house's own packages say: {@code MICA_LOG} is a level for all of them, or {@code PACKAGE=LEVEL} with commas
 * between, such as {@code mica.office.mail=DEBUG,mica.front=WARN}. Of libraries nothing can be asked: at finer levels some
 * quote what people typed.
 */
final class LogLevels {

    static final String VARIABLE = "MICA_LOG";

    private static final Pattern PACKAGE = Pattern.compile("mica(\\.[A-Za-z][A-Za-z0-9]*)*");

    private LogLevels() {}

    /** Sets what was asked for, all of it or nothing. @return what is wrong with it, in a line; empty when nothing is */
    static Optional<String> set(LoggerContext context, String asked) {
        Map<String, Level> levels = new LinkedHashMap<>();
        for (String part : asked.split(",", -1)) {
            String[] pair = part.strip().split("=", -1);
            String where = pair.length == 1 ? "mica" : pair[0].strip();
            Level level = Level.toLevel(pair[pair.length - 1].strip(), null);
            if (pair.length > 2 || level == null || !PACKAGE.matcher(where).matches()) {
                return Optional.of(
                        VARIABLE + " is a level, or PACKAGE=LEVEL with commas between, of mica and below; its"
                                + " levels are ERROR, WARN, INFO, DEBUG, TRACE");
            }
            levels.put(where, level);
        }
        levels.forEach((where, level) -> context.getLogger(where).setLevel(level));
        return Optional.empty();
    }
}
