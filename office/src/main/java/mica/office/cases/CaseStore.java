package mica.office.cases;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Owns the cases; each method works within the transaction that it is given. Threads may share it. */
public final class CaseStore {

    /** Opens a case: its clock starts. */
    public InfectionCase open(Handle tx, UUID officer, Instant now) {
        UUID id = UUID.randomUUID();
        tx.createUpdate("insert into infection_case (id, opened_by, entered_at) values (:id, :officer, :now)")
                .bind("id", id)
                .bind("officer", officer)
                .bind("now", now)
                .execute();
        return new InfectionCase(id, officer, now);
    }

    /** Starts the clock of a case anew; the database refuses it once anything was entered. */
    public void restart(Handle tx, UUID id, Instant now) {
        tx.createUpdate("update infection_case set entered_at = :now where id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }
}
