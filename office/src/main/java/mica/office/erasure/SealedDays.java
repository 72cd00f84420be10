package mica.office.erasure;

import java.time.LocalDate;
import java.util.function.Supplier;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Knows of which days something is sealed to the day's keys, as far as the database can tell. Threads may share it. */
public final class SealedDays {

    private final Jdbi office;
    private final Supplier<LocalDate> today;
    private final VisitDayStore visits = new VisitDayStore();

    public SealedDays(Jdbi office, Supplier<LocalDate> today) {
        this.office = office;
        this.today = today;
    }

    /**
     * Whether a day's keys were in use, so that others must not take their place: there are visits, epochs or mails of the
     * day; or keys were made for it once and it has begun, so that what fronts sealed to them may be on its way.
     */
    public boolean wereKeysUsed(LocalDate day) {
        return office.withHandle(handle -> visits.hasVisits(handle, day)
                || isSealed(handle, day)
                || (!day.isAfter(today.get()) && wereKeysMade(handle, day)));
    }

    private static boolean isSealed(Handle handle, LocalDate day) {
        return handle.createQuery("""
                        select exists (select from seal_epoch where day = :day)
                            or exists (select from mail where seal_day = :day and sealed_recipient is not null)
                        """).bind("day", day).mapTo(Boolean.class).one();
    }

    private static boolean wereKeysMade(Handle handle, LocalDate day) {
        return handle.createQuery("""
                        select exists (select from ledger_entry where event = 'KEYS_MADE' and facts ->> 'day' = :day)
                        """)
                .bind("day", day.toString())
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether the erasure of a day has begun: then its keys are destroyed on purpose. */
    public static boolean isErased(Handle handle, LocalDate day) {
        return new ErasureStore().begun(handle).contains(day);
    }
}
