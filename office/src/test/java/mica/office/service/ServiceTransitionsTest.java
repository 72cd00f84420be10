package mica.office.service;

import mica.exchange.directory.ServiceFacts.State;
import mica.office.TriedStates;
import org.junit.jupiter.api.Test;

class ServiceTransitionsTest {

    @Test
    void the_database_lets_the_service_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi()
                    .useHandle(handle -> handle.execute(
                            "insert into service_state (state, changed_at) values ('PREPARING', now())"));

            tried.areThoseOf(
                    ServiceTransitions.TABLE, "service_state", State.values(), state -> "changed_at = now()");
        }
    }
}
