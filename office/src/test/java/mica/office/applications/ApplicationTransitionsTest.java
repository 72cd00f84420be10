package mica.office.applications;

import java.util.UUID;
import mica.exchange.envelope.ApplicationStatus.State;
import mica.office.TriedStates;
import org.junit.jupiter.api.Test;

class ApplicationTransitionsTest {

    @Test
    void the_database_lets_an_application_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi().useHandle(handle -> {
                handle.execute("""
                        insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,
                                           contact_person, email, opening_hours, language, listed, state, registered_on,
                                           registered_by, address_key, phone_key)
                        values ('VENUE', '', '', '', '', '', '', '', '', '', '', 'ja', false, 'OPEN', now(), ?, '', '')
                        """, tried.author);
                handle.execute("""
                        insert into application (id, link_hash, sealed_link, receipt_number, revision, state, language, name,
                                                 kana, sector, postal_code, municipality, address, phone, contact_person,
                                                 email, opening_hours, spots, listed, address_key, phone_key, submitted_at,
                                                 changed_at)
                        values (?, '', '', '', 1, 'SUBMITTED', 'ja', '', '', '', '', '', '', '', '', '', '', '{}', false, '',
                                '', now(), now())
                        """, UUID.randomUUID());
            });

            tried.areThoseOf(
                    ApplicationTransitions.TABLE,
                    "application",
                    State.values(),
                    state -> "decided_by = '" + tried.approver + "', decided_at = now(), venue_code = "
                            + (state == State.APPROVED ? "'VENUE'" : "null"));
        }
    }
}
