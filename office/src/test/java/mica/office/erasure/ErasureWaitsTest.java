package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has the old day open for an hour; check-ins go on, erasure waits and goes on with what it can. */
class ErasureWaitsTest {

    @TempDir
    Path folder;

    private ErasureWorld world;
    private Handle reader;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 2);
        world.fill(DAY.plusDays(1), 2);
        world.untilDue(DAY);
        reader = world.another().database.jdbi().open();
        reader.begin();
        reader.setTransactionIsolationLevel(TransactionIsolationLevel.READ_COMMITTED);
        assertThat(reader.createQuery("select count(*) from visit")
                        .mapTo(Long.class)
                        .one())
                .isEqualTo(4);
    }

    @AfterEach
    void close() {
        if (reader.isInTransaction()) {
            reader.rollback();
        }
        reader.close();
        world.close();
    }

    @Test
    void check_ins_of_today_go_through_while_a_reader_holds_the_old_day() {
        for (int attempt = 0; attempt < 2; attempt++) {
            // First the detach itself waits for the reader, then its repeated end does.
            CompletableFuture<Void> run =
                    CompletableFuture.runAsync(() -> world.job().runOnce());
            while (!run.isDone()) {
                world.visit(world.today(), world.now, "today@example.jp");
                world.now = world.now.plusMillis(1);
            }
            run.join();
        }
        assertThat(world.count("select count(*) from visit where day = '" + world.today() + "'"))
                .isGreaterThan(2);
    }

    @Test
    void what_can_be_done_is_done_meanwhile_and_the_rest_when_the_reader_has_gone() {
        world.job().runOnce();

        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.KEYS_DESTROYED);
        assertThat(world.counts(DAY)).containsEntry("mails", 2L).containsEntry("receipts", 2L);
        assertThat(world.partitions()).contains(DAY);

        world.pass(1);
        assertThat(world.keys.days()).doesNotContain(DAY.plusDays(1));
        assertThat(world.state(DAY.plusDays(1))).isEqualTo(ErasureState.KEYS_DESTROYED);
        assertThat(world.partitions()).contains(world.today().plusDays(7));

        reader.rollback();
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.state(DAY.plusDays(1))).isEqualTo(ErasureState.CERTIFIED);
        assertThat(world.partitions()).doesNotContain(DAY, DAY.plusDays(1));
    }

    @Test
    void a_detach_that_was_killed_is_finished_by_the_next_office() {
        try (Handle doomed = world.another().database.jdbi().open()) {
            int backend = doomed.createQuery("select pg_backend_pid()")
                    .mapTo(Integer.class)
                    .one();
            CompletableFuture<Void> detach = CompletableFuture.runAsync(
                    () -> doomed.execute("alter table visit detach partition visit_20260412 concurrently"));
            awaitHalfDetached();
            world.office.jdbi().useHandle(handle -> handle.execute("select pg_terminate_backend(?)", backend));
            assertThat(detach.handle((done, failure) -> failure).join()).isNotNull();
        }
        reader.rollback();

        world.job().runOnce();

        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    private void awaitHalfDetached() {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (world.count("select count(*) from pg_inherits where inhdetachpending") == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void a_new_day_opens_while_a_reader_holds_every_old_one() {
        LocalDate newDay = world.today().plusDays(30);

        CompletableFuture<Void> made = CompletableFuture.runAsync(
                () -> world.office.jdbi().useHandle(handle -> new VisitDayStore().ensure(handle, newDay)));

        assertThat(made.orTimeout(2, java.util.concurrent.TimeUnit.MINUTES).join())
                .isNull();
        world.keys.ensureDay(newDay);
        world.visit(newDay, ErasureWorld.at(newDay, 9), "early@example.jp");
        assertThat(world.count("select count(*) from visit")).isEqualTo(5);
    }
}
