package mica.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import mica.exchange.text.Language;

/** Days and times as people of a language write them. */
public final class Moments {

    private Moments() {}

    public static String date(LocalDate date, Language language) {
        return formatter(language, "yyyy年M月d日（E）", "EEE d MMM yyyy").format(date);
    }

    public static String dateTime(Instant instant, ZoneId zone, Language language) {
        return formatter(language, "yyyy年M月d日（E）HH:mm", "EEE d MMM yyyy, HH:mm").format(instant.atZone(zone));
    }

    private static DateTimeFormatter formatter(Language language, String japanese, String english) {
        return DateTimeFormatter.ofPattern(language == Language.JA ? japanese : english, language.locale());
    }
}
