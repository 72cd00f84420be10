package mica.office.kept;

import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Rows of one kind that belong to days and go with them. A feature that keeps such rows gives one of these to the
 * job that erases; what it names is in the certificate of each day.
 */
public interface DayRows {

    /** What they are, in small letters, such as {@code mails}. */
    String name();

    /** The table they are in; with its schema when it is the exchange's. */
    String table();

    /** The days before the given one that still have rows. */
    List<LocalDate> days(Handle office, LocalDate before);

    /**
     * Deletes some rows of a day.
     *
     * @param office in a transaction of the office's database
     * @return how many it deleted; 0 when none is left, or what is left must wait for somebody who has it in hand
     */
    int erase(Handle office, LocalDate day);
}
