package mica.office.ledger;

import static mica.office.ledger.LedgerWorld.OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class OpeningLogMigrationTest {

    private static final Instant AT = Instant.parse("2020-06-01T03:00:00.123456Z");

    @Test
    void the_log_of_openings_from_before_is_in_the_ledger() {
        try (TestDatabases databases = TestDatabases.create()) {
            migrated(databases.createEmptyOffice());
        }
    }

    private static void migrated(DatabaseConfiguration old) {
        try (Database before = Database.open("office", old)) {
            Flyway.configure()
                    .dataSource(old.url(), old.user(), old.password())
                    .locations("classpath:migrations/office")
                    .target("4")
                    .load()
                    .migrate();
            before.jdbi().useHandle(handle -> {
                handle.execute("""
                        insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)
                        values (?, 'approver', '承認', 'a@example.jp', '', '', '{APPROVER}', now())
                        """, OFFICER);
                handle.execute("""
                        insert into notice (id, number, kind, author, written_by, case_entered_at)
                        values (?, 'N-2020-0001', 'FIRST', ?, array[cast(? as uuid)], now())
                        """, OFFICER, OFFICER, OFFICER);
                for (int people = 1; people <= 3; people++) {
                    handle.execute("""
                            insert into opening_log (opened_at, notice_id, content_hash, approved_by, people)
                            values (?, ?, ?, ?, ?)
                            """, AT, OFFICER, "ab".repeat(32), OFFICER, people);
                }
            });
            before.migrate("office", Map.of());
            List<Chained> entries = new ArrayList<>();
            before.jdbi().useTransaction(tx -> LedgerStore.each(tx, 0, entries::add));
            Chain chain = Chain.fromTheBeginning();

            assertThat(entries)
                    .allSatisfy(entry -> assertThat(chain.next(entry)).isEmpty());
            assertThat(entries).extracting(entry -> entry.facts().get("count")).containsExactly("1", "2", "3");
            assertThat(entries.getFirst().facts())
                    .containsEntry("notice", "N-2020-0001")
                    .containsEntry("kind", "FIRST")
                    .containsEntry("hash", "ab".repeat(32))
                    .containsEntry("approver", OFFICER.toString());
            assertThat(entries.getFirst().at()).isEqualTo(AT);
        }
    }
}
