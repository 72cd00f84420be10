package mica.office.notice;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import mica.office.audience.Audience;
import mica.office.audience.AudienceStore;
import org.jdbi.v3.core.Handle;

/** Who a notice goes to: counted while it is written, fixed when it is approved. Threads may share it. */
public interface Readership {

    /** What is fixed at the approval. @param all whether that is everyone */
    record Fixed(int people, boolean all) {}

    /** How many people an audience is now. */
    AudienceStore.Count count(Audience audience);

    /** The days of an audience with visits that nobody can open, because the keys are not there. */
    List<LocalDate> daysWithoutKeys(Audience audience);

    /** Fixes the people of a notice, of very many the first ones. */
    Fixed fix(Handle tx, Notice notice);

    /** How many people a notice was sent to, whom its follow-ups go to. */
    int reached(Handle handle, UUID notice);
}
