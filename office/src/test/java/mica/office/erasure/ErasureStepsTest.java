package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Consumer;
import mica.office.erasure.ErasureStore.ErasedDay;
import mica.office.ledger.LedgerReading;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of erasure, and that an office may die at any moment of it. */
class ErasureStepsTest {

    private static final Map<String, Long> EVERYTHING =
            Map.of("visits", 3L, "mails", 3L, "receipts", 3L, "quarantined", 1L, "epochs", 1L);

    @TempDir
    Path folder;

    private ErasureWorld world;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 3);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_day_is_kept_for_its_retention_and_not_a_day_longer() {
        world.untilDue(DAY);
        world.now = world.now.minusSeconds(12 * 3_600 + 1);
        world.job().runOnce();
        assertThat(world.state(DAY)).isNull();
        assertThat(world.keys.days()).contains(DAY);

        world.now = world.now.plusSeconds(1);
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void the_keys_go_first_and_every_step_has_its_time() {
        world.untilDue(DAY);
        world.job().runOnce();

        ErasedDay erased = world.erased(DAY);
        assertThat(erased.rule()).isEqualTo(new RetentionRule(ErasureWorld.RETENTION, 28, "指針"));
        assertThat(erased.keysDestroyedAt()).isNotNull();
        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.partitions()).doesNotContain(DAY).contains(DAY.plusDays(1));
        assertThat(world.counts(DAY)).isEqualTo(EVERYTHING);
        assertThat(world.destroyedKeys(DAY))
                .extracting(ErasureStore.DestroyedKey::purpose)
                .containsExactly("DAY", "DOOR", "FORM");
    }

    /** The moments at which an office may die, and what it has done by then. */
    enum Death {
        BEFORE_ANYTHING((erasures, handle) -> {}),
        AFTER_THE_DAY_WAS_DUE((erasures, handle) -> erasures.begin(handle, DAY.plusDays(1))),
        AFTER_THE_KEYS_WENT_BEFORE_IT_WAS_STORED((erasures, handle) -> {
            erasures.begin(handle, DAY.plusDays(1));
            erasures.destroyKeysOnly(handle, DAY);
        }),
        AFTER_THE_KEYS((erasures, handle) -> to(ErasureState.KEYS_DESTROYED, erasures, handle)),
        AMID_THE_ROWS((erasures, handle) -> {
            to(ErasureState.KEYS_DESTROYED, erasures, handle);
            handle.execute("delete from mail where ctid = any (array(select ctid from mail limit 1))");
            new ErasureStore().count(handle, DAY, "mails", 1);
        }),
        AFTER_THE_ROWS((erasures, handle) -> {
            to(ErasureState.KEYS_DESTROYED, erasures, handle);
            erasures.eraseRows(handle, DAY.plusDays(1));
        }),
        AFTER_DETACHING_BEFORE_IT_WAS_STORED((erasures, handle) -> {
            to(ErasureState.KEYS_DESTROYED, erasures, handle);
            assertThat(new VisitDayStore().detach(handle, DAY)).isTrue();
        }),
        AFTER_DETACHING((erasures, handle) -> {
            to(ErasureState.DETACHED, erasures, handle);
        }),
        AFTER_DROPPING((erasures, handle) -> {
            to(ErasureState.KEYS_DESTROYED, erasures, handle);
            erasures.eraseRows(handle, DAY.plusDays(1));
            to(ErasureState.DROPPED, erasures, handle);
        });

        interface Deed {
            void by(Erasures erasures, Handle handle);
        }

        private final Deed deed;

        Death(Deed deed) {
            this.deed = deed;
        }

        private static void to(ErasureState state, Erasures erasures, Handle handle) {
            erasures.begin(handle, DAY.plusDays(1));
            ErasedDay erased = new ErasureStore().find(handle, DAY).orElseThrow();
            while (erased.state() != state) {
                assertThat(erasures.step(handle, erased)).isTrue();
                erased = new ErasureStore().find(handle, DAY).orElseThrow();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_office_that_dies_is_followed_by_one_that_ends_its_work(Death death) {
        world.untilDue(DAY);
        world.office.jdbi().useHandle(handle -> death.deed.by(world.erasures(), handle));

        world.job().runOnce();

        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.counts(DAY)).isEqualTo(EVERYTHING);
        for (String table : new String[] {"visit", "mail", "quarantine"}) {
            assertThat(world.count("select count(*) from " + table)).as(table).isZero();
        }
        assertThat(world.partitions()).doesNotContain(DAY);
        world.job().runOnce();
        assertThat(LedgerReading.of(world.office.jdbi()))
                .filteredOn(entry -> entry.startsWith("DAY_ERASED") && entry.contains("day=" + DAY + ","))
                .hasSize(1);
        assertThat(new Certificates(world.keys, world.service, world.clock)
                        .find(world.office.jdbi(), DAY)
                        .orElseThrow()
                        .certificate()
                        .erased())
                .isEqualTo(EVERYTHING);
    }

    @Test
    void the_database_knows_the_order_of_the_steps_too() {
        world.untilDue(DAY);
        Consumer<Handle> begin = handle -> world.erasures().begin(handle, DAY.plusDays(1));
        world.office.jdbi().useHandle(begin::accept);

        assertRefused("update erasure set state = 'DETACHED', keys_destroyed_at = now(), detached_at = now()");
        assertRefused("update erasure set state = 'KEYS_DESTROYED'");
        assertRefused("update erasure set retention_days = 20");
        assertRefused("delete from erasure");
        world.job().runOnce();
        assertRefused(
                "update erasure set state = 'DUE', keys_destroyed_at = null, detached_at = null, dropped_at = null");
    }

    @Test
    void a_longer_retention_revives_nothing_and_a_shorter_one_holds_from_the_next_run_on() {
        LocalDate next = DAY.plusDays(1);
        LocalDate later = DAY.plusDays(10);
        world.untilDue(DAY);
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);

        world.retain(28);
        world.pass(3);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.state(next)).isNull();
        assertThat(world.keys.days()).contains(next, later).doesNotContain(DAY);

        world.retain(5);
        world.job().runOnce();
        assertThat(world.state(next)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.state(later)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.keys.days())
                .doesNotContain(next, later)
                .contains(world.today().minusDays(5));
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> handle.execute(sql)))
                .as(sql)
                .hasMessageContaining("ERROR");
    }
}
