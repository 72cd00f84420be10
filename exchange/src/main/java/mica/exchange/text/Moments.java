package mica.exchange.text;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days and times as people of a language write them, on pages and in mails alike. */
public final class Moments {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Moments() {}

    public static String date(LocalDate date, Language language) {
        return formatter(language, "yyyy年M月d日（E）", "EEE d MMM yyyy").format(date);
    }

    public static String dateTime(Instant instant, ZoneId zone, Language language) {
        return formatter(language, "yyyy年M月d日（E）HH:mm", "EEE d MMM yyyy, HH:mm").format(instant.atZone(zone));
    }

    /** Hours and minutes. */
    public static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }

    /** Hours, minutes and seconds. */
    public static String clock(Instant instant, ZoneId zone) {
        return CLOCK.format(instant.atZone(zone));
    }

    private static DateTimeFormatter formatter(Language language, String japanese, String english) {
        return DateTimeFormatter.ofPattern(language == Language.JA ? japanese : english, language.locale());
    }
}
