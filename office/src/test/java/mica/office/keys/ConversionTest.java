package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a version that did not encrypt. */
class ConversionTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);

    /** What the earlier version left: keys, a secret, and a key on its way when the machine stopped. */
    private static final Map<String, byte[]> BEFORE = new TreeMap<>(Map.of(
            DAY + "/FORM",
            octets(1, 2_500),
            DAY + "/DOOR",
            octets(2, 2_500),
            DAY + "/DAY",
            octets(3, 2_500),
            DAY + "/MASK",
            octets(4, 32),
            "links.secret",
            octets(5, 32)));

    @TempDir
    Path temporary;

    @Test
    void every_key_is_encrypted_and_stays_what_it_was() throws IOException {
        Path folder = earlier("one");
        Path kept = Files.createLink(temporary.resolve("kept"), folder.resolve(DAY + "/DAY"));
        KeyStore store = TestKeys.open(folder);
        assertThat(store.secret("links")).isEqualTo(BEFORE.get("links.secret"));
        assertConverted(folder);
        assertThat(Files.readAllBytes(kept)).as("the old octets").containsOnly(0);
    }

    @Test
    void pairs_of_the_first_envelope_are_destroyed_and_new_ones_made() throws IOException {
        Path folder = earlier("first");
        Files.write(folder.resolve(DAY + "/FORM"), octets(1, 64));
        Path kept = Files.createLink(temporary.resolve("kept"), folder.resolve(DAY + "/FORM"));
        KeyStore store = TestKeys.open(folder);
        assertThat(store.publicKey(DAY, KeyPurpose.FORM)).isEmpty();
        assertThat(Files.readAllBytes(kept)).containsOnly(0);
        store.ensureDay(DAY);
        assertThat(store.publicKey(DAY, KeyPurpose.FORM)).isPresent();
    }

    @Test
    void wherever_the_machine_stops_the_next_start_finishes_and_no_key_is_lost_or_left_in_the_clear()
            throws IOException {
        int steps = 0;
        boolean stopped = true;
        while (stopped) {
            Path folder = earlier("stopped-" + steps);
            AtomicInteger left = new AtomicInteger(steps);
            try {
                Vault.open(
                        new KeyFolder(folder, () -> {
                            if (left.getAndDecrement() <= 0) {
                                throw new PowerCut();
                            }
                        }),
                        TestKeys.PASSPHRASE,
                        TestKeys.CHEAP);
                stopped = false;
            } catch (PowerCut cut) {
                steps++;
            }
            TestKeys.open(folder);
            assertConverted(folder);
        }
        assertThat(steps).isGreaterThan(30);
    }

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
                valid = MasterFile.unwrap(MasterFile.Use.MASTER, Files.readAllBytes(folder.resolve("master")), next)
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

        Files.move(folder.resolve("master"), folder.resolve("master.converting"));
        assertThatThrownBy(() -> TestKeys.open(folder)).isInstanceOf(LockedKeysException.class);
    }

    private void assertConverted(Path folder) throws IOException {
        KeyFiles files = Vault.open(new KeyFolder(folder), TestKeys.PASSPHRASE, TestKeys.CHEAP)
                .files();
        for (Map.Entry<String, byte[]> key : BEFORE.entrySet()) {
            assertThat(files.read(key.getKey())).as(key.getKey()).hasValue(key.getValue());
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (byte[] key : BEFORE.values()) {
                    assertThat(content)
                            .as(file.toString())
                            .doesNotContain(new String(key, 0, 16, StandardCharsets.ISO_8859_1));
                }
                assertThat(file.getFileName().toString())
                        .as("what is left")
                        .doesNotStartWith(".old")
                        .doesNotContain("converting");
            }
        }
    }

    private Path earlier(String name) throws IOException {
        Path folder = Files.createDirectories(
                temporary.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Map.Entry<String, byte[]> key : BEFORE.entrySet()) {
            Path file = folder.resolve(key.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, key.getValue());
        }
        Files.write(folder.resolve(DAY + "/.new123"), BEFORE.get(DAY + "/DAY"));
        return folder;
    }

    private static byte[] octets(int value, int length) {
        byte[] octets = new byte[length];
        java.util.Arrays.fill(octets, (byte) value);
        return octets;
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }
}
