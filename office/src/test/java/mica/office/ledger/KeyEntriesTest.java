package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.seal.KeyPurpose;
import mica.office.keys.Ceremony;
import mica.office.keys.KeyStore;
import mica.office.keys.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyEntriesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final Instant NOW = Instant.parse("2026-04-12T01:30:00Z");

    @TempDir
    Path folder;

    @Test
    void what_is_done_to_the_keys_comes_into_the_ledger_in_its_order_and_once() {
        try (TestDatabases databases = TestDatabases.create();
                Database office = Database.open("office", databases.createOffice())) {
            KeyStore store = TestKeys.open(folder.resolve("keys"));
            store.signingKey();
            store.ensureDay(DAY);
            store.ensureDay(DAY);
            store.published(DAY);
            store.changePassphrase(TestKeys.PASSPHRASE);
            Ceremony ceremony = store.ceremony(DAY);
            ceremony.complete(ceremony.shares().get(0), ceremony.shares().get(2));
            KeyStore.recover(
                    folder.resolve("keys"),
                    ceremony.shares().get(1),
                    ceremony.shares().get(2));
            store.destroy(DAY, KeyPurpose.DOOR);
            store.destroy(DAY, KeyPurpose.DOOR);
            store.destroyDay(DAY);
            store.destroyDay(DAY);
            KeyEntries entries = new KeyEntries(store, office.jdbi(), new Ledger(() -> NOW));
            entries.runOnce();
            entries.runOnce();
            List<String> written = office.jdbi()
                    .withHandle(handle -> handle.createQuery("select event || coalesce(' ' || (facts->>'day'), '')"
                                    + " || coalesce(' ' || (facts->>'purpose'), '') from ledger_entry order by number")
                            .mapTo(String.class)
                            .list());
            assertThat(written)
                    .containsExactly(
                            "SIGNING_KEY_MADE",
                            "KEYS_MADE 2026-04-12",
                            "KEYS_PUBLISHED 2026-04-12",
                            "PASSPHRASE_CHANGED",
                            "CEREMONY_HELD",
                            "KEYS_RECOVERED",
                            "KEY_DESTROYED 2026-04-12 DOOR",
                            "KEYS_DESTROYED 2026-04-12");
        }
    }

    @Test
    void what_the_ledger_could_not_take_waits_for_the_next_time() {
        KeyStore store = TestKeys.open(folder.resolve("keys"));
        store.ensureDay(DAY);
        store.published(DAY);
        assertThatThrownBy(() -> store.drainEvents(event -> {
                    throw new IllegalStateException("away");
                }))
                .hasMessage("away");
        KeyStore afterRestart = TestKeys.open(folder.resolve("keys"));
        List<String> handedOn = new java.util.ArrayList<>();
        assertThat(afterRestart.drainEvents(event -> handedOn.add(event.text())))
                .isEqualTo(2);
        assertThat(handedOn).containsExactly("made 2026-04-12", "published 2026-04-12");
        assertThat(store.drainEvents(event -> handedOn.add("again"))).isZero();
    }
}
