package mica.office.kept;

import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of one kind that belong to single visits and go with them when their visitor wants it. */
@FunctionalInterface
public interface VisitRows {

    /** Deletes what belongs to some visits of a day. @param office in a transaction of the office's database */
    void erase(Handle office, LocalDate day, Collection<UUID> visits);
}
