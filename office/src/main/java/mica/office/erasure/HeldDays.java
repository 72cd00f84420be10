package mica.office.erasure;

import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The days that somebody has a right to see kept, asked before one of them is erased. Threads may share it. */
public interface HeldDays {

    /** Lets go what is held no longer. */
    void endWhatIsOver(Handle handle, LocalDate today);

    /** Whether a day is kept now. */
    boolean keeps(Handle handle, LocalDate day);

    /** What ever kept a day, oldest first. */
    List<Certificate.Held> thatKept(Handle handle, LocalDate day);
}
