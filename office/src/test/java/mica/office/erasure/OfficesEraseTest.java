package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import mica.exchange.address.EmailAddress;
import mica.exchange.seal.KeyPurpose;
import mica.office.OpenOffice;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.keys.TestKeys;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several offices on one installation. */
class OfficesEraseTest {

    @TempDir
    Path folder;

    private ErasureWorld world;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void offices_that_run_at_once_erase_each_day_once() {
        for (int day = 0; day < 4; day++) {
            world.fill(DAY.plusDays(day), 3);
        }
        world.untilDue(DAY);
        world.retain(ErasureWorld.RETENTION - 1);
        List<DayJob> offices =
                IntStream.range(0, 3).mapToObj(i -> world.another().dayJob()).toList();

        CompletableFuture.allOf(offices.stream()
                        .map(job -> CompletableFuture.runAsync(job::runOnce))
                        .toArray(CompletableFuture[]::new))
                .join();
        world.job().runOnce();

        for (int day = 0; day < 2; day++) {
            assertThat(world.state(DAY.plusDays(day))).isEqualTo(ErasureState.CERTIFIED);
            assertThat(world.counts(DAY.plusDays(day)))
                    .containsEntry("visits", 3L)
                    .containsEntry("mails", 3L);
        }
        assertThat(world.state(DAY.plusDays(2))).isNull();
    }

    @Test
    void an_office_leaves_erasure_to_the_one_that_is_at_it() {
        world.fill(DAY, 1);
        world.untilDue(DAY);
        try (Handle other = world.another().database.jdbi().open()) {
            assertThat(new ErasureStore().lock(other)).isTrue();
            world.job().runOnce();
            assertThat(world.state(DAY)).isNull();
        }
    }

    @Test
    void the_lock_of_an_office_that_died_is_gone_with_it() {
        world.fill(DAY, 1);
        world.untilDue(DAY);
        try (Handle dying = world.another().database.jdbi().open()) {
            assertThat(new ErasureStore().lock(dying)).isTrue();
            int backend = dying.createQuery("select pg_backend_pid()")
                    .mapTo(Integer.class)
                    .one();
            world.office.jdbi().useHandle(handle -> handle.execute("select pg_terminate_backend(?, 5000)", backend));
        } catch (RuntimeException connectionGone) {
            // As it is for the office that died.
        }
        world.job().runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void every_office_forgets_the_keys_that_one_of_them_destroyed() {
        UUID visit = UUID.randomUUID();
        OpenOffice another = world.another();
        Secrets others = another.secrets;
        byte[] masked = others.tags().maskedTag(EmailAddress.of("visitor@example.jp"), DAY, visit);
        DayJob other = another.dayJob();
        other.runOnce();
        world.untilDue(DAY);
        world.job().runOnce();
        assertThat(others.tags().tag(masked, DAY, visit))
                .as("what it remembers")
                .isPresent();

        other.runOnce();

        assertThat(others.tags().tag(masked, DAY, visit)).isEmpty();
    }

    @Test
    void an_office_with_a_key_folder_of_its_own_destroys_its_copy() throws IOException {
        Path copy = folder.resolve("copy");
        copy(world.folder, copy);
        TestKeys.close(copy);
        OpenOffice another = world.another(copy);
        KeyStore copied = another.keys;
        assertThat(copied.days()).contains(DAY);
        world.untilDue(DAY);
        world.job().runOnce();

        another.dayJob().runOnce();

        assertThat(copied.days()).doesNotContain(DAY);
    }

    @Test
    void keys_that_come_back_from_a_backup_are_destroyed_again_and_no_new_ones_are_made() throws IOException {
        Path backup = folder.resolve("backup");
        copy(world.folder.resolve(DAY.toString()), backup);
        world.untilDue(DAY);
        world.job().runOnce();
        copy(backup, world.folder.resolve(DAY.toString()));
        assertThat(world.keys.publicKey(DAY, KeyPurpose.DAY)).isPresent();

        world.job().runOnce();

        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void the_door_key_goes_two_days_after_its_day_in_every_memory() {
        java.util.Set<java.time.LocalDate> forgotten = new java.util.HashSet<>();
        DayJob other = world.another().dayJob(forgotten::add);
        world.pass(1);
        other.runOnce();
        assertThat(world.keys.publicKey(DAY, KeyPurpose.DOOR)).isPresent();

        world.pass(1);
        other.runOnce();

        assertThat(world.keys.publicKey(DAY, KeyPurpose.DOOR)).isEmpty();
        assertThat(world.keys.publicKey(DAY, KeyPurpose.DAY)).isPresent();
        assertThat(forgotten).isEqualTo(Set.of(DAY));
        assertThat(world.destroyedKeys(DAY))
                .singleElement()
                .satisfies(key -> assertThat(key.destroyedAt()).isEqualTo(world.now));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
