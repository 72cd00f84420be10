package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import mica.exchange.database.TestDatabases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerDeskTest {

    private static TestDatabases databases;
    private LedgerWorld world;
    private LedgerDesk desk;

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
        desk = new LedgerDesk(world.office, () -> world.now, LedgerWorld.ZONE);
        world.append(3);
        world.job(new LedgerCopy.None()).runOnce();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void that_the_ledger_was_verified_is_an_entry_of_it() throws IOException {
        assertThat(desk.verify(List.of(world.key.publicKey()), null)).isInstanceOf(Verification.Whole.class);
        assertThat(LedgerReading.of(world.office)).last().isEqualTo("LEDGER_VERIFIED system {entry=3}");
    }

    @Test
    void that_the_ledger_was_found_broken_is_an_entry_of_it() throws IOException {
        world.attack(tx -> tx.execute("update ledger_entry set facts = '{}' where number = 2"));
        assertThat(desk.verify(List.of(world.key.publicKey()), null)).isInstanceOf(Verification.Broken.class);
        Chained last = world.entries().getLast();
        assertThat(last.event() + " " + last.facts()).isEqualTo("LEDGER_FOUND_BROKEN {entry=2}");
    }

    @Test
    void a_key_that_is_not_counted_makes_every_head_a_forged_one() throws IOException {
        assertThat(desk.verify(List.of(new byte[32]), null))
                .isEqualTo(new Verification.Broken(3, 3, Flaw.FORGED, false));
    }

    @Test
    void a_missing_copy_is_no_verdict() {
        assertThatThrownBy(() -> desk.verify(List.of(world.key.publicKey()), world.copy()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void entries_are_listed_from_a_day_on() {
        world.later(Duration.ofDays(2));
        world.append(1);
        List<String> lines = new ArrayList<>();
        desk.show(LocalDate.of(2020, 6, 2), lines::add);
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("4  2020-06-03T")
                .contains("NOTICE_PAUSED", "notice=N-2020-0001");
        desk.show(null, lines::add);
        assertThat(lines).hasSize(5);
    }
}
