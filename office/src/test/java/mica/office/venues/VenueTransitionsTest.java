package mica.office.venues;

import mica.exchange.directory.VenueFacts.State;
import mica.office.TriedStates;
import org.junit.jupiter.api.Test;

class VenueTransitionsTest {

    @Test
    void the_database_lets_a_venue_go_where_the_table_says() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi().useHandle(handle -> handle.execute("""
                    insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,
                                       contact_person, email, opening_hours, language, listed, state, registered_on,
                                       registered_by, address_key, phone_key)
                    values ('VENUE', '', '', '', '', '', '', '', '', '', '', 'ja', false, 'OPEN', now(), ?, '', '')
                    """, tried.author));

            tried.areThoseOf(VenueTransitions.TABLE, "venue", State.values(), state -> "listed = false");
        }
    }
}
