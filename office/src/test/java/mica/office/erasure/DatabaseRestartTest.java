package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestServer;
import mica.office.holds.Holds;
import mica.office.keys.KeyStore;
import mica.office.keys.TestKeys;
import mica.office.service.ServiceFile;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is killed between the steps and amid a detach; nothing of what was done is forgotten. */
class DatabaseRestartTest {

    @TempDir
    Path folder;

    private Instant now = ErasureWorld.at(DAY, 12);

    @Test
    void erasure_goes_on_after_the_database_was_killed_amid_it() throws IOException {
        KeyStore keys = TestKeys.open(folder.resolve("keys"));
        keys.ensureDay(DAY);
        run(office -> {
            office.migrate("office", Map.of());
            office.jdbi().useHandle(handle -> {
                new VisitDayStore().ensure(handle, DAY);
                handle.execute("insert into visit (day, venue_code, arrived_at, id, spot_code, language, link_hash,"
                        + " masked_tag, sealed_address) select '2026-04-12', 'x', now(), gen_random_uuid(), 'x', 'ja',"
                        + " '', '', '' from generate_series(1, 5)");
            });
        });
        now = now.plus(Duration.ofDays(15));
        run(office -> office.jdbi().useHandle(handle -> {
            Erasures erasures = erasures(office, keys);
            erasures.begin(handle, DAY.plusDays(1));
            erasures.step(handle, new ErasureStore().find(handle, DAY).orElseThrow());
            // Kept open, so that the detach gets stuck half-way and the server dies with it so.
            Handle reader = office.jdbi().open();
            reader.begin();
            reader.createQuery("select count(*) from visit").mapTo(Long.class).one();
            assertThat(state(handle)).isEqualTo(ErasureState.KEYS_DESTROYED);
            assertThat(erasures.step(
                            handle, new ErasureStore().find(handle, DAY).orElseThrow()))
                    .isFalse();
            assertThat(reader.isInTransaction()).isTrue();
        }));
        run(office -> office.jdbi().useHandle(handle -> {
            assertThat(keys.days()).isEmpty();
            assertThat(state(handle)).isEqualTo(ErasureState.KEYS_DESTROYED);
            assertThat(erasures(office, keys)
                            .step(handle, new ErasureStore().find(handle, DAY).orElseThrow()))
                    .isTrue();
        }));
        run(office -> {
            assertThat((Object) office.jdbi().withHandle(DatabaseRestartTest::state))
                    .isEqualTo(ErasureState.DETACHED);
            erasures(office, keys).run(DAY.plusDays(15));
        });
        run(office -> office.jdbi().useHandle(handle -> {
            assertThat(state(handle)).isEqualTo(ErasureState.CERTIFIED);
            assertThat(new ErasureStore().counts(handle, DAY)).isEqualTo(Map.of("visits", 5L));
            assertThat(new VisitDayStore().days(handle)).isEmpty();
        }));
    }

    private Erasures erasures(Database office, KeyStore keys) {
        return new Erasures(
                office.jdbi(),
                keys,
                List.of(),
                List.of(),
                new Holds(office.jdbi(), ServiceFile.miyagi(), () -> now),
                ServiceFile.miyagi(),
                () -> now);
    }

    private static ErasureState state(Handle handle) {
        return new ErasureStore().find(handle, DAY).orElseThrow().state();
    }

    private interface Work {
        void on(Database office);
    }

    /** Starts the server on the data it left, works, and kills it without a goodbye. */
    private void run(Work work) throws IOException {
        Path data = folder.resolve("data");
        boolean first = !Files.exists(data);
        EmbeddedPostgres server = TestServer.start(folder, data, Map.of("synchronous_commit", "on"));
        try (server) {
            Database office = Database.open(
                    "office",
                    new DatabaseConfiguration(
                            server.getJdbcUrl("postgres", "postgres"), "postgres", TestServer.SUPERUSER_PASSWORD, 4));
            assertThat(first || Files.exists(data.resolve("PG_VERSION"))).isTrue();
            work.on(office);
            kill(data);
        }
    }

    /** The postmaster's id is the first line of its file; its children follow it. */
    private static void kill(Path data) throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
