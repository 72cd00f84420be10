package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mica.exchange.database.TestDatabases;
import mica.office.keys.LedgerKey;
import mica.office.keys.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who may do anything to the database, and not to the keys, changes the ledger. Every way is found out. */
class LedgerAttackTest {

    private static TestDatabases databases;
    private LedgerWorld world;
    private LedgerJob job;

    @BeforeAll
    static void start() {
        databases = TestDatabases.create();
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    /** Ten entries, heads signed at 4, 8 and 10. */
    @BeforeEach
    void make() {
        world = new LedgerWorld(databases);
        job = world.job(new LedgerCopy.InFile(world.copy()));
        for (int entries : new int[] {4, 4, 2}) {
            world.append(entries);
            world.later(Duration.ofMinutes(5));
            job.runOnce();
        }
        assertThat(job.state()).isEqualTo(LedgerJob.State.WELL);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Verification.Broken broken() {
        assertThat(world.verify()).isInstanceOf(Verification.Broken.class);
        return (Verification.Broken) world.verify();
    }

    private Verification.Broken brokenByCopy() {
        assertThat(world.verify(world.copy())).isInstanceOf(Verification.Broken.class);
        return (Verification.Broken) world.verify(world.copy());
    }

    private static Verification.Broken at(long entry, Flaw flaw) {
        return new Verification.Broken(entry, entry, flaw, false);
    }

    @Test
    void a_ledger_that_nobody_touched_is_whole() {
        assertThat(world.verify(world.copy())).isInstanceOfSatisfying(Verification.Whole.class, whole -> {
            assertThat(whole.entries()).isEqualTo(10);
            assertThat(whole.signedUpTo()).isEqualTo(10);
            assertThat(whole.heads()).isEqualTo(3);
            assertThat(whole.lines()).isEqualTo(3);
        });
    }

    @Test
    void what_came_after_the_last_signature_is_counted_as_unsigned() {
        world.append(3);
        assertThat(world.verify(world.copy())).isInstanceOfSatisfying(Verification.Whole.class, whole -> {
            assertThat(whole.entries()).isEqualTo(13);
            assertThat(whole.signedUpTo()).isEqualTo(10);
        });
    }

    @Test
    void every_column_of_an_entry_that_is_edited_is_found() {
        for (String edit : List.of(
                "at = at + interval '1 microsecond'",
                "event = 'NOTICE_RESUMED'",
                "officer_id = null",
                "officer_id = '00000000-0000-0000-0000-000000000000'",
                "facts = '{\"notice\": \"N-2020-0002\"}'",
                "facts = facts || '{\"count\": \"1\"}'",
                "facts = '{}'",
                "hash = sha256('x')")) {
            try (LedgerWorld fresh = new LedgerWorld(databases)) {
                fresh.append(10);
                fresh.attack(tx -> tx.execute("update ledger_entry set " + edit + " where number = 6"));
                assertThat(fresh.verify()).as(edit).isEqualTo(at(6, Flaw.CHANGED));
            }
        }
    }

    @Test
    void an_entry_that_is_deleted_is_found() {
        world.attack(tx -> tx.execute("delete from ledger_entry where number = 6"));
        assertThat(broken()).isEqualTo(at(6, Flaw.MISSING));
    }

    @Test
    void an_entry_that_is_deleted_with_the_others_moved_up_is_found() {
        world.attack(tx -> {
            tx.execute("delete from ledger_entry where number = 6");
            tx.execute("update ledger_entry set number = number - 1 where number > 6 and number <= 10");
            tx.execute("update ledger_head set number = 9");
        });
        assertThat(broken()).isEqualTo(at(6, Flaw.OUT_OF_PLACE));
    }

    @Test
    void entries_that_changed_places_are_found() {
        world.attack(tx -> tx.execute("""
                update ledger_entry e set at = o.at, event = o.event, officer_id = o.officer_id, facts = o.facts,
                  previous_hash = o.previous_hash, hash = o.hash
                from ledger_entry o where (e.number, o.number) in ((5, 6), (6, 5))
                """));
        assertThat(broken()).isEqualTo(at(5, Flaw.OUT_OF_PLACE));
    }

    @Test
    void an_end_that_was_cut_off_is_found_by_the_head_row_and_by_the_signed_heads() {
        world.attack(tx -> tx.execute("delete from ledger_entry where number > 8"));
        assertThat(broken()).isEqualTo(at(9, Flaw.CUT_OFF));
        world.attack(tx -> tx.execute(
                "update ledger_head set (number, hash) = (select number, hash from ledger_entry where number = 8)"));
        assertThat(broken()).isEqualTo(at(9, Flaw.CUT_OFF));
    }

    @Test
    void an_end_that_was_cut_off_with_its_signatures_is_found_by_the_second_place() {
        world.attack(tx -> {
            tx.execute("delete from ledger_entry where number > 8");
            tx.execute("delete from ledger_signature where number > 8");
            tx.execute(
                    "update ledger_head set (number, hash) = (select number, hash from ledger_entry where number = 8)");
        });
        assertThat(world.verify()).isInstanceOf(Verification.Whole.class);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(9, 9, Flaw.CUT_OFF, true));
    }

    @Test
    void a_ledger_that_was_rebuilt_with_right_hashes_is_found_by_the_signed_heads() {
        world.attack(tx -> {
            tx.execute("update ledger_entry set officer_id = null where number = 6");
            LedgerWorld.rehash(tx, 6);
        });
        assertThat(broken()).isEqualTo(new Verification.Broken(5, 8, Flaw.REBUILT, false));
        assertThat(brokenByCopy().entry()).isEqualTo(5);
    }

    @Test
    void a_ledger_that_was_rebuilt_and_signed_with_another_key_is_found() throws IOException {
        LedgerKey foreign =
                new LedgerKey(TestKeys.open(Files.createTempDirectory("foreign").resolve("keys")));
        world.attack(tx -> {
            tx.execute("update ledger_entry set officer_id = null where number = 6");
            LedgerWorld.rehash(tx, 6);
            tx.execute("delete from ledger_signature where number > 4");
        });
        Chained last = world.entries().getLast();
        world.office.useTransaction(
                tx -> LedgerStore.sign(tx, SignedHead.sign(last.number(), last.hash(), world.now, foreign)));
        assertThat(broken()).isEqualTo(at(10, Flaw.FORGED));
    }

    @Test
    void a_signature_that_was_changed_is_found() {
        world.attack(tx -> tx.execute("update ledger_signature set signed_at = signed_at + interval '1 second'"));
        assertThat(broken()).isEqualTo(at(4, Flaw.FORGED));
    }

    @Test
    void a_ledger_whose_signatures_were_all_taken_away_is_found() {
        world.attack(tx -> tx.execute("delete from ledger_signature"));
        assertThat(broken()).isEqualTo(new Verification.Broken(1, 10, Flaw.NEVER_SIGNED, false));
    }

    @Test
    void a_ledger_that_was_rebuilt_and_whose_signatures_after_it_were_taken_away_is_found_by_the_second_place() {
        world.attack(tx -> {
            tx.execute("update ledger_entry set officer_id = null where number = 6");
            LedgerWorld.rehash(tx, 6);
            tx.execute("delete from ledger_signature where number > 4");
        });
        assertThat(world.verify()).isInstanceOf(Verification.Whole.class);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(5, 8, Flaw.REBUILT, true));
    }

    @Test
    void a_wholly_new_ledger_is_found_by_the_second_place() {
        world.attack(tx -> {
            tx.execute("delete from ledger_entry");
            tx.execute("delete from ledger_signature");
            tx.execute("update ledger_head set number = 0, hash = decode(repeat('00', 32), 'hex')");
        });
        world.append(20);
        assertThat(broken().flaw()).isEqualTo(Flaw.NEVER_SIGNED);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(1, 4, Flaw.REBUILT, true));
        // Even when the office, started anew and knowing nothing, has signed it.
        world.job(new LedgerCopy.None()).runOnce();
        assertThat(world.verify()).isInstanceOf(Verification.Whole.class);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(1, 4, Flaw.REBUILT, true));
    }

    @Test
    void a_head_row_that_names_another_entry_is_found() {
        world.attack(tx -> tx.execute("update ledger_head set hash = sha256('x')"));
        assertThat(broken()).isEqualTo(at(10, Flaw.HEAD_DIFFERS));
    }

    @Test
    void a_second_place_with_a_changed_or_foreign_line_is_found() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(world.copy()));
        String right = lines.get(1);
        lines.set(1, right.substring(0, right.length() - 1) + (right.endsWith("0") ? "1" : "0"));
        Files.write(world.copy(), lines);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(8, 8, Flaw.FORGED, true));
        lines.set(1, "something else");
        Files.write(world.copy(), lines);
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(5, 5, Flaw.UNREADABLE_LINE, true));
        Files.writeString(world.copy(), "");
        assertThat(brokenByCopy()).isEqualTo(new Verification.Broken(1, 10, Flaw.EMPTY_COPY, true));
    }

    @Test
    void a_line_that_a_crash_cut_short_is_no_break() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(world.copy()));
        Files.writeString(
                world.copy(),
                lines.get(0) + "\n" + lines.get(1).substring(0, 40) + "\n" + lines.get(1) + "\n"
                        + lines.get(2).substring(0, 9),
                StandardCharsets.US_ASCII,
                StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(world.verify(world.copy())).isInstanceOf(Verification.Whole.class);
    }

    @Test
    void the_running_office_notices_and_no_longer_signs() {
        world.append(1);
        world.attack(tx -> {
            tx.execute("delete from ledger_entry where number > 9");
            tx.execute("delete from ledger_signature where number > 8");
            tx.execute(
                    "update ledger_head set (number, hash) = (select number, hash from ledger_entry where number = 9)");
        });
        for (int i = 0; i < 2; i++) {
            world.later(Duration.ofMinutes(5));
            world.append(1);
            job.runOnce();
            assertThat(job.state()).isEqualTo(LedgerJob.State.BROKEN);
        }
        assertThat(world.office
                        .withHandle(LedgerStore::lastSigned)
                        .orElseThrow()
                        .number())
                .isEqualTo(8);
        assertThat(world.entries()).hasSize(11);
    }
}
