package mica.office.service;

import java.time.Instant;
import java.util.UUID;
import mica.exchange.directory.ServiceFacts;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Owns the one row that holds the state of the service. */
final class ServiceStore {

    private final Jdbi office;

    ServiceStore(Jdbi office) {
        this.office = office;
    }

    void begin(ServiceFacts.State state, Instant now) {
        office.useHandle(handle -> handle.createUpdate("""
                        insert into service_state (state, changed_at) values (:state, :now) on conflict do nothing
                        """)
                .bind("state", state.name())
                .bind("now", now)
                .execute());
    }

    ServiceFacts.State state() {
        return office.withHandle(handle -> handle.createQuery("select state from service_state")
                .mapTo(ServiceFacts.State.class)
                .one());
    }

    /** False when the state was no longer the expected one. */
    boolean change(Handle tx, ServiceFacts.State from, ServiceFacts.State to, UUID officer, Instant now) {
        return tx.createUpdate("""
                        update service_state set state = :to, changed_by = :officer, changed_at = :now
                        where state = :from
                        """)
                        .bind("to", to.name())
                        .bind("from", from.name())
                        .bind("officer", officer)
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
