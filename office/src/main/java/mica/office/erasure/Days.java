package mica.office.erasure;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Whose days these are and who tells the time.
 *
 * @param clock this machine's
 * @param databaseClock the database's, another opinion on the time before anything is destroyed
 * @param zone in which a day begins and ends
 */
public record Days(InstantSource clock, InstantSource databaseClock, ZoneId zone) {

    LocalDate at(java.time.Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }
}
