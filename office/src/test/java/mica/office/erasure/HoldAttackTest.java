package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import mica.office.holds.Hold;
import mica.office.holds.HoldReason;
import mica.office.holds.Holds.Outcome;
import mica.office.holds.Holds.Wish;
import mica.office.officers.Officer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with SQL and without a second officer. */
class HoldAttackTest {

    private static final String INSERT =
            "insert into legal_hold (id, first_day, last_day, reason, file_number, ends_on,"
                    + " retention_days, longest_hold_days, asked_by, asked_at%s) values (gen_random_uuid(), '2026-04-12',"
                    + " '2026-04-12', 'COURT_ORDER', '1', %s, %s, '%s', now()%s)";

    @TempDir
    Path folder;

    private ErasureWorld world;
    private Officer first;
    private Officer second;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 1);
        first = world.officer("first");
        second = world.officer("second");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Hold asked() {
        Wish wish = new Wish(DAY, DAY, HoldReason.INVESTIGATION, "1", DAY.plusDays(18));
        return ((Outcome.Done) world.holds().ask(wish, first)).hold();
    }

    private void execute(String sql) {
        world.office.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> execute(sql)).as(sql).hasMessageContaining("ERROR");
    }

    @Test
    void one_officer_alone_brings_nothing_into_force() {
        asked();
        assertRefused("update legal_hold set state = 'IN_FORCE', confirmed_by = asked_by, confirmed_at = now()");
        assertRefused("update legal_hold set state = 'IN_FORCE'");
        assertRefused("update legal_hold set asked_by = '" + second.id() + "'");
        assertRefused("update legal_hold set state = 'IN_FORCE', asked_by = '" + second.id() + "', confirmed_by = '"
                + first.id() + "', confirmed_at = now()");
        assertRefused(INSERT.formatted(
                ", state, confirmed_by, confirmed_at",
                "'2026-05-01'",
                "14, 60",
                first.id(),
                ", 'IN_FORCE', '" + second.id() + "', now()"));
        assertRefused(
                "update legal_hold set state = 'IN_FORCE', confirmed_by = gen_random_uuid(), confirmed_at = now()");
    }

    /** By SQL in the history, too: the step that would make it look as if it was another one's word. */
    @Test
    void no_confirmation_of_ones_own_is_written_into_the_history() {
        Hold hold = asked();
        String decision =
                "insert into approval_step (subject, kind, at, officer_id, officer_name, deed, bearing, content)"
                        + " select subject, kind, at, '%s', '', 'CONFIRMED', 'DECISION', content || '%s' from approval_step"
                        + " where subject = '" + hold.id() + "'";
        assertRefused(decision.formatted(first.id(), ""));
        assertRefused(decision.formatted(second.id(), " "));
        execute(decision.formatted(second.id(), ""));
        assertRefused(decision.formatted(second.id(), "") + " and deed = 'ASKED'");
        assertRefused("delete from approval_step");
    }

    @Test
    void what_was_confirmed_is_not_stretched_revived_or_forgotten() {
        Hold hold = asked();
        world.holds().confirm(second, hold.id(), hold.hash());
        assertRefused("update legal_hold set ends_on = ends_on + 1");
        assertRefused("update legal_hold set first_day = first_day - 1");
        assertRefused("update legal_hold set last_day = last_day + 30, state = 'ENDED', closed_at = now()");
        assertRefused("update legal_hold set confirmed_by = '" + first.id() + "'");
        assertRefused("delete from legal_hold");
        assertRefused("truncate legal_hold");
        world.holds().lift(first, hold.id());
        assertRefused("update legal_hold set state = 'IN_FORCE', closed_at = null, closed_by = null");
    }

    @Test
    void an_end_beyond_the_rule_is_refused_and_a_made_up_rule_holds_no_longer_than_the_offices() {
        assertRefused(INSERT.formatted("", "'2026-06-26'", "14, 60", first.id(), ""));
        execute(INSERT.formatted("", "'2999-01-01'", "14, 400000", first.id(), ""));
        execute("update legal_hold set state = 'IN_FORCE', confirmed_by = '" + second.id() + "', confirmed_at = now()");
        while (world.today().isBefore(DAY.plusDays(ErasureWorld.RETENTION + ErasureWorld.LONGEST_HOLD))) {
            world.pass(1);
        }
        assertThat(world.state(DAY)).isNull();
        world.pass(1);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void the_erasure_of_a_held_day_cannot_be_begun_by_hand_and_no_address_fits_into_a_file_number() {
        Hold hold = asked();
        world.holds().confirm(second, hold.id(), hold.hash());
        assertRefused("insert into erasure (day, retention_days, legal_maximum_days, legal_source, due_at)"
                + " values ('2026-04-12', 14, 28, '指針', now())");
        assertRefused(
                INSERT.formatted("", "'2026-05-01'", "14, 60", first.id(), "").replace("'1'", "'a@example.jp'"));
    }

    /** The rows of the confirmation come in the moment in which a day becomes due: one of the two waits for the other. */
    @Test
    void a_confirmation_amid_the_beginning_of_an_erasure_comes_before_or_after_it() throws Exception {
        Hold hold = asked();
        world.untilDue(DAY);
        Thread[] confirmation = new Thread[1];
        Outcome[] decision = new Outcome[1];
        world.office.jdbi().useTransaction(tx -> {
            new ErasureStore().lockBeginnings(tx);
            confirmation[0] =
                    Thread.ofVirtual().start(() -> decision[0] = world.holds().confirm(second, hold.id(), hold.hash()));
            while (confirmation[0].isAlive() && !somebodyWaits(tx)) {
                Thread.onSpinWait();
            }
            new ErasureStore().begin(tx, DAY, new RetentionRule(14, 28, "指針"), world.now);
        });
        confirmation[0].join();
        assertThat(decision[0]).isEqualTo(new Outcome.AllTooLate());
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    private static boolean somebodyWaits(Handle tx) {
        return tx.createQuery("""
                        select exists (select from pg_locks l join pg_database d on d.oid = l.database
                                       where d.datname = current_database() and l.locktype = 'advisory' and not l.granted)
                        """).mapTo(Boolean.class).one();
    }
}
