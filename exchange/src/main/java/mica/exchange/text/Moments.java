package mica.exchange.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days and times as people of a language write them, on pages and in mails alike: by the patterns of the bundle beside
 * {@link Language}. Threads may share it.
 */
public final class Moments {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private static final Texts PATTERNS = new Texts("mica.exchange.text");

    /** What is no pattern of java.time but the parts of one, which CLDR puts into the order of a language: day+time. */
    private static final Pattern SKELETON = Pattern.compile("([A-Za-z]+)(?:[+]([A-Za-z]+))?");

    private record PatternKey(Language language, String key) {}

    private static final Map<PatternKey, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    private Moments() {}

    /** Without the day of the week, as on a form. */
    public static String day(LocalDate date, Language language) {
        return formatter(language, "moment.day").format(date);
    }

    public static String date(LocalDate date, Language language) {
        return formatter(language, "moment.date").format(date);
    }

    public static String dateTime(Instant instant, ZoneId zone, Language language) {
        return formatter(language, "moment.dateTime").format(instant.atZone(zone));
    }

    /** Hours and minutes. */
    public static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    /** Hours, minutes and seconds. */
    public static String clock(Instant instant, ZoneId zone) {
        return CLOCK.format(instant.atZone(zone));
    }

    private static DateTimeFormatter formatter(Language language, String key) {
        return FORMATTERS.computeIfAbsent(new PatternKey(language, key), wish -> {
            String pattern = PATTERNS.text(language, key);
            Locale locale =
                    Language.known(language.tag()).orElse(Language.first()).locale();
            Matcher skeleton = SKELETON.matcher(pattern);
            if (!skeleton.matches()) {
                return DateTimeFormatter.ofPattern(pattern, locale);
            }
            DateTimeFormatterBuilder parts = new DateTimeFormatterBuilder().appendLocalized(skeleton.group(1));
            if (skeleton.group(2) != null) {
                parts.appendLiteral(' ').appendLocalized(skeleton.group(2));
            }
            return parts.toFormatter(locale);
        });
    }
}
