package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may lie in a key folder, and what a passphrase change leaves that was cut off. */
class KeyFolderTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);

    @TempDir
    Path temporary;

    @Test
    void a_passphrase_change_that_was_cut_off_leaves_one_that_opens() throws IOException {
        Passphrase next = new Passphrase("another passphrase");
        boolean stopped = true;
        for (int steps = 0; stopped; steps++) {
            Path folder = temporary.resolve("change-" + steps);
            byte[] secret = TestKeys.open(folder).secret("links");
            AtomicInteger left = new AtomicInteger(steps);
            AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);
            Vault vault = Vault.open(
                    new KeyFolder(folder, () -> {
                        if (allowed.get() == 0 && left.getAndDecrement() <= 0) {
                            throw new PowerCut();
                        }
                    }),
                    TestKeys.PASSPHRASE,
                    TestKeys.CHEAP);
            allowed.set(0);
            Passphrase valid = next;
            try {
                vault.changePassphrase(next);
                stopped = false;
            } catch (PowerCut cut) {
                valid = MasterFile.unwrap(Files.readAllBytes(folder.resolve("master")), next)
                                .isPresent()
                        ? next
                        : TestKeys.PASSPHRASE;
            }
            assertThat(KeyStore.open(folder, valid, TestKeys.CHEAP).secret("links"))
                    .isEqualTo(secret);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith(".old")))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_key_put_there_in_the_clear_afterwards_is_not_let_in() throws IOException {
        Path folder = temporary.resolve("keys");
        TestKeys.open(folder).ensureDay(DAY);
        Files.write(folder.resolve("planted.secret"), octets(9, 32));
        KeyStore store = TestKeys.open(folder);
        assertThatThrownBy(() -> store.secret("planted")).isInstanceOf(IllegalStateException.class);

        Files.delete(folder.resolve("master"));
        assertThatThrownBy(() -> TestKeys.open(folder)).isInstanceOf(LockedKeysException.class);
    }

    @Test
    void keys_in_the_clear_without_a_master_key_are_refused_and_stay_as_they_are() throws IOException {
        Path folder = Files.createDirectories(
                temporary.resolve("clear"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(folder.resolve(DAY.toString()));
        Files.write(folder.resolve(DAY + "/DAY"), octets(3, 2_500));
        assertThatThrownBy(() -> TestKeys.open(folder))
                .isInstanceOf(LockedKeysException.class)
                .hasMessageContaining("no file of the master key");
        assertThat(Files.readAllBytes(folder.resolve(DAY + "/DAY"))).isEqualTo(octets(3, 2_500));
    }

    private static byte[] octets(int value, int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) value);
        return octets;
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }
}
