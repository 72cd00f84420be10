package mica.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.state.Transitions;
import org.junit.jupiter.api.Test;

/** A state that the program moves is moved by a table. */
class EveryStateHasItsTableTest {

    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("application.state", "mica.office.applications.ApplicationTransitions"),
            Map.entry("erasure.state", "mica.office.erasure.ErasureTransitions"),
            Map.entry("legal_hold.state", "mica.office.holds.HoldTransitions"),
            Map.entry("mail.state", "mica.office.door.QueueTransitions"),
            Map.entry("notice.state", "mica.office.notice.NoticeTransitions"),
            Map.entry("recipient_chunk.states", "mica.office.delivery.RecipientTransitions"),
            Map.entry("service_state.state", "mica.office.service.ServiceTransitions"),
            Map.entry("venue.state", "mica.office.venues.VenueTransitions"),
            Map.entry("venue_import.state", "mica.office.imports.ImportTransitions"),
            Map.entry("venue_import.posters_state", "mica.office.imports.ImportTransitions"),
            Map.entry("directory.mail_state.state", "mica.exchange.directory.MailTransitions"));

    /** What tells what is elsewhere, or was. */
    private static final Set<String> TOLD =
            Set.of("application_history.state", "directory.receipt.state", "directory.venue.state");

    @Test
    void every_column_that_holds_a_state_is_moved_by_a_table_or_repeats_one() throws Exception {
        Set<String> expected = new TreeSet<>(TABLES.keySet());
        expected.addAll(TOLD);
        try (TestDatabases databases = TestDatabases.create();
                Database office = Database.open("office", databases.createOffice())) {
            Set<String> found = new TreeSet<>(states(office, "public", ""));
            found.addAll(states(databases.exchange(), "directory", "directory."));
            assertThat(found).isEqualTo(expected);
        }
        for (String table : TABLES.values()) {
            assertThat(Arrays.stream(Class.forName(table).getDeclaredFields())
                            .filter(field -> Modifier.isStatic(field.getModifiers()))
                            .map(field -> field.getType().getName()))
                    .as(table)
                    .contains(Transitions.class.getName());
        }
    }

    private static List<String> states(Database database, String schema, String prefix) {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                        select c.table_name || '.' || c.column_name
                        from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = :schema and t.table_type = 'BASE TABLE'
                          and c.column_name ~ '(^|_)(states?)$'
                        """)
                .bind("schema", schema)
                .mapTo(String.class)
                .map(prefix::concat)
                .list());
    }
}
