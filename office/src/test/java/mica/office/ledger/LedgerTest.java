package mica.office.ledger;

import static mica.office.ledger.LedgerWorld.OFFICER;
import static mica.office.ledger.LedgerWorld.paused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import mica.exchange.database.TestDatabases;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static TestDatabases databases;
    private LedgerWorld world;
    private Jdbi office;
    private Ledger ledger;

    @BeforeAll
    static void start() {
        databases = TestDatabases.create();
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @BeforeEach
    void make() {
        world = new LedgerWorld(databases);
        office = world.office;
        ledger = world.ledger;
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<Chained> entries() {
        return world.entries();
    }

    private static void assertChained(List<Chained> entries) {
        byte[] previous = new byte[32];
        for (int i = 0; i < entries.size(); i++) {
            Chained entry = entries.get(i);
            assertThat(entry.number()).isEqualTo(i + 1);
            assertThat(entry.previousHash()).isEqualTo(previous);
            assertThat(entry.hash()).isEqualTo(entry.recomputedHash());
            previous = entry.hash();
        }
    }

    @Test
    void entries_are_numbered_without_gaps_and_chained_by_the_hash_that_the_code_makes_too() {
        office.useTransaction(tx -> {
            ledger.append(tx, paused(1));
            ledger.append(
                    tx, Entry.of(Event.OFFICER_ADDED).officer(OFFICER).roles(Set.of(Thing.REVIEWER, Thing.APPROVER)));
        });
        office.useTransaction(tx -> ledger.append(tx, Entry.of(Event.PASSPHRASE_CHANGED)));

        List<Chained> entries = entries();
        assertThat(entries).hasSize(3);
        assertChained(entries);
        assertThat(entries.getFirst().at()).isEqualTo(world.now);
        assertThat(entries.getFirst().officer()).isEqualTo(OFFICER);
        assertThat(entries.getFirst().facts()).containsExactly(Map.entry("notice", "N-2020-0001"));
        assertThat(entries.get(1).facts()).containsEntry("roles", "APPROVER,REVIEWER");
        assertThat(entries.get(2).officer()).isNull();
    }

    private enum Thing {
        REVIEWER,
        APPROVER
    }

    @Test
    void an_act_that_is_rolled_back_leaves_no_entry_and_no_gap() {
        assertThatThrownBy(() -> office.useTransaction(tx -> {
                    ledger.append(tx, paused(1));
                    throw new IllegalStateException("the act failed");
                }))
                .hasMessage("the act failed");
        office.useTransaction(tx -> ledger.append(tx, paused(2)));

        assertThat(entries()).hasSize(1);
        assertChained(entries());
    }

    @Test
    void transactions_that_append_first_and_lock_each_others_rows_later_do_not_wait_for_each_other_in_a_circle()
            throws Exception {
        office.useHandle(handle -> handle.execute("create table thing (id int primary key, n int not null)"));
        office.useHandle(handle -> handle.execute("insert into thing values (1, 0)"));
        CyclicBarrier bothAppended = new CyclicBarrier(2);
        Callable<Void> act = () -> {
            office.useTransaction(tx -> {
                ledger.append(tx, paused(1));
                bothAppended.await();
                tx.execute("update thing set n = n + 1 where id = 1");
                ledger.append(tx, paused(2));
            });
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var done : threads.invokeAll(List.of(act, act))) {
                done.get();
            }
        }

        assertThat(entries()).hasSize(4);
        assertChained(entries());
    }

    @Test
    void many_append_at_once_and_the_chain_holds() throws Exception {
        Callable<Void> appends = () -> {
            for (int i = 0; i < 25; i++) {
                office.useTransaction(tx -> ledger.append(tx, paused(1)));
            }
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var done : threads.invokeAll(List.of(appends, appends, appends, appends, appends, appends))) {
                done.get();
            }
        }

        assertThat(entries()).hasSize(150);
        assertChained(entries());
    }

    @Test
    void what_is_written_is_neither_changed_nor_taken_away() {
        office.useTransaction(tx -> ledger.append(tx, paused(1)));
        for (String attempt : List.of(
                "update ledger_entry set event = 'NOTICE_RESUMED'",
                "delete from ledger_entry",
                "truncate ledger_entry",
                "delete from ledger_head",
                "truncate ledger_head",
                "insert into ledger_head (only_row, number, hash) values (false, 1, '\\x00')")) {
            assertThatThrownBy(() -> office.useHandle(handle -> handle.execute(attempt)))
                    .as(attempt)
                    .hasMessageContaining("append-only");
        }
        assertChained(entries());
    }

    @Test
    void nothing_that_could_be_an_address_or_a_name_fits_into_an_entry() {
        for (Fact fact : Fact.values()) {
            for (String text :
                    List.of("taro@example.jp", "お名前", "TARO", "taro", "", "N-2020-1 taro@example.jp", "1 ")) {
                assertThatThrownBy(() -> new Entry(Event.NOTICE_PAUSED, null, Map.of(fact, text)))
                        .as(fact + " " + text)
                        .isInstanceOf(IllegalArgumentException.class)
                        .message()
                        .doesNotContainIgnoringCase("taro");
                assertThatThrownBy(() -> insert("NOTICE_PAUSED", "{\"" + fact.key() + "\": \"" + text + "\"}"))
                        .as(fact + " " + text)
                        .hasMessageContaining("ledger_waiting_facts_check");
            }
        }
        for (String facts : List.of("{\"note\": \"x\"}", "[\"x\"]", "\"x\"", "{\"count\": 5}", "{\"count\": null}")) {
            assertThatThrownBy(() -> insert("NOTICE_PAUSED", facts)).hasMessageContaining("ledger_waiting_facts_check");
        }
        assertThatThrownBy(() -> insert("TARO", "{}")).hasMessageContaining("ledger_waiting_event_check");
    }

    private void insert(String event, String facts) {
        office.useHandle(handle -> handle.execute(
                "insert into ledger_waiting (at, event, facts) values (now(), ?, cast(? as jsonb))", event, facts));
    }

    @Test
    void the_database_knows_every_event_and_every_form_of_a_fact() {
        for (Event event : Event.values()) {
            insert(event.name(), "{}");
        }
        Entry full = Entry.of(Event.NOTICE_PAUSED)
                .approver(OFFICER)
                .count(0)
                .day(LocalDate.of(2020, 6, 1))
                .entry(1)
                .hash("0123456789abcdef".repeat(4))
                .lastDay(LocalDate.of(2020, 6, 2))
                .notice("N-2020-123456")
                .officer(OFFICER)
                .reference(OFFICER);
        for (Fact fact : Fact.values()) {
            String value = full.facts().containsKey(fact) ? full.facts().get(fact) : allowedWord(fact);
            insert("NOTICE_PAUSED", "{\"" + fact.key() + "\": \"" + value + "\"}");
        }
        assertChained(entries());
    }

    private static String allowedWord(Fact fact) {
        return switch (fact) {
            case KIND -> "CORRECTION";
            case PURPOSE -> "MASK";
            case ROLES -> "APPROVER,REVIEWER";
            case STATE -> "ENDED";
            case APPROVER, COUNT, DAY, ENTRY, HASH, LAST_DAY, NOTICE, OFFICER, REFERENCE ->
                throw new IllegalStateException();
        };
    }

    @Test
    void an_entry_carries_exactly_the_facts_of_its_event() {
        for (Entry wrong : List.of(Entry.of(Event.NOTICE_PAUSED), paused(1).count(3))) {
            assertThatThrownBy(() -> office.useTransaction(tx -> ledger.append(tx, wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("NOTICE");
        }
        assertThatThrownBy(() -> office.useTransaction(tx -> ledger.tally(tx, Event.NOTICE_PAUSED, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
