package mica.office.kept;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import mica.office.keys.PersonTag;
import org.jdbi.v3.core.Handle;

/** Rows that belong to no visit, of which it can still be told whose they are. */
@FunctionalInterface
public interface PersonRows {

    /**
     * Deletes those of some people on a day.
     *
     * @param office in a transaction of the office's database
     * @param people each with the instant after which what they did is no longer meant
     */
    void erase(Handle office, LocalDate day, Map<PersonTag, Instant> people);
}
