package mica.office.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Jdbi;

/** Rows that are there before a test begins. */
final class Fixtures {

    private Fixtures() {}

    /** An officer with nothing but a name. */
    static UUID officer(Jdbi office, String login) {
        UUID id = UUID.randomUUID();
        office.useHandle(handle -> handle.execute(
                "insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)"
                        + " values (?, ?, '審査担当', 'reviewer@example.jp', '', '', '{}', now())",
                id,
                login));
        return id;
    }

    static void venue(Jdbi office, VenueCode venue, SpotCode entrance, UUID officer) {
        office.useHandle(handle -> {
            handle.execute(
                    "insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,"
                            + " contact_person, email, opening_hours, language, listed, state, registered_on,"
                            + " registered_by, address_key, phone_key) values (?, '食堂', 'ショクドウ', 's', '', '', '', '',"
                            + " '', '', '', 'ja', true, 'OPEN', '2026-04-01', ?, '', '')",
                    venue.value(),
                    officer);
            handle.execute(
                    "insert into spot (code, venue_code, label, position) values (?, ?, '入口', 1)",
                    entrance.value(),
                    venue.value());
        });
    }

    /** Visits of many people, none of whom anybody knows. */
    static void crowd(Jdbi office, VenueCode venue, SpotCode entrance, Instant at, LocalDate day, int people) {
        office.useHandle(handle -> handle.createUpdate("""
                        insert into visit (day, venue_code, arrived_at, id, spot_code, language, link_hash, masked_tag,
                                           sealed_address)
                        select :day, :venue, :at, gen_random_uuid(), :spot, 'ja', uuid_send(gen_random_uuid()),
                               uuid_send(gen_random_uuid()), 'sealed'
                        from generate_series(1, :people)
                        """)
                .bind("day", day)
                .bind("venue", venue.value())
                .bind("spot", entrance.value())
                .bind("at", at)
                .bind("people", people)
                .execute());
    }

    /** Puts as the front's own role does. */
    static void put(DatabaseConfiguration frontsExchange, byte[]... envelopes) {
        try (Database front = Database.open("front", frontsExchange)) {
            front.jdbi().useHandle(handle -> {
                Connection connection = handle.getConnection();
                try (PreparedStatement put = connection.prepareStatement("select mailbox.put(?)")) {
                    put.setArray(1, connection.createArrayOf("bytea", envelopes));
                    put.execute();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }

    static void dropDay(Jdbi office, LocalDate day) {
        office.useHandle(handle -> {
            VisitDayStore store = new VisitDayStore();
            store.detach(handle, day);
            handle.useTransaction(tx -> store.drop(tx, day));
        });
    }
}
