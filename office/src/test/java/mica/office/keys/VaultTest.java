package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key folder in the hands of somebody else, and the passphrase in nobody's. */
class VaultTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final Passphrase ANOTHER = new Passphrase("another passphrase");

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("keys");
    }

    private KeyStore filled() {
        KeyStore store = TestKeys.open(folder());
        store.ensureDay(DAY);
        store.ensureDay(DAY.plusDays(1));
        store.secret("links");
        store.signingKey();
        return store;
    }

    @Test
    void the_folder_alone_opens_nothing_and_holds_no_key_in_the_clear() throws IOException {
        KeyStore store = filled();
        List<byte[]> contents = new ArrayList<>();
        contents.add(store.secret("links"));
        contents.add(store.mask(DAY).orElseThrow());
        for (KeyPurpose purpose : KeyPurpose.values()) {
            contents.add(store.publicKey(DAY, purpose).orElseThrow().publicKey());
        }
        contents.add(store.signingKey().octets());

        assertThatThrownBy(() -> KeyStore.open(folder(), ANOTHER))
                .isInstanceOf(LockedKeysException.class)
                .hasMessage("the passphrase does not open the keys in " + folder());
        List<Path> files = files();
        assertThat(files).hasSize(11 + 3);
        for (Path file : files) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String octets = latin(Files.readAllBytes(file));
            assertThat(contents).noneMatch(content -> octets.contains(latin(content)));
            assertThat(octets).doesNotContain(TestKeys.PASSPHRASE.text());
        }
        assertThat(TestKeys.open(folder()).secret("links")).isEqualTo(contents.getFirst());
    }

    @Test
    void a_file_put_in_another_one_s_place_is_refused() throws IOException {
        KeyStore store = filled();
        Path tomorrow = folder().resolve(DAY.plusDays(1).toString());
        Path today = folder().resolve(DAY.toString());
        copy(tomorrow.resolve("DAY"), today.resolve("DAY"));
        copy(today.resolve("FORM"), today.resolve("DOOR"));
        copy(folder().resolve("links.secret"), folder().resolve("tags.secret"));
        assertThatThrownBy(() -> store.publicKey(DAY, KeyPurpose.DAY))
                .hasMessage("key file 2026-04-12/DAY was changed, or is another one put in its place");
        assertThatThrownBy(() -> store.publicKey(DAY, KeyPurpose.DOOR)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.secret("tags")).isInstanceOf(IllegalStateException.class);
        assertThat(store.publicKey(DAY.plusDays(1), KeyPurpose.DAY)).isPresent();
    }

    @Test
    void a_changed_or_unencrypted_file_is_refused() throws IOException {
        KeyStore store = filled();
        Path file = folder().resolve(DAY + "/DAY");
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 2] ^= 1;
        Files.write(file, octets);
        assertThatThrownBy(() -> store.publicKey(DAY, KeyPurpose.DAY)).isInstanceOf(IllegalStateException.class);
        Files.write(file, new byte[64]);
        KeyStore opened = TestKeys.open(folder());
        assertThatThrownBy(() -> opened.publicKey(DAY, KeyPurpose.DAY))
                .hasMessageContaining("2026-04-12/DAY is not encrypted");
    }

    @Test
    void another_passphrase_opens_and_the_one_before_is_destroyed_and_opens_nothing() throws IOException {
        KeyStore store = filled();
        byte[] secret = store.secret("links");
        Path kept = Files.createLink(temporary.resolve("kept"), folder().resolve("master"));

        store.changePassphrase(ANOTHER);

        assertThat(KeyStore.open(folder(), ANOTHER, TestKeys.CHEAP).secret("links"))
                .isEqualTo(secret);
        assertThatThrownBy(() -> TestKeys.open(folder())).isInstanceOf(LockedKeysException.class);
        assertThat(Files.readAllBytes(kept)).containsOnly(0);
        assertThat(store.secret("links")).isEqualTo(secret);
    }

    @Test
    void a_destroyed_day_is_overwritten_and_never_comes_back() throws IOException {
        KeyStore store = filled();
        Path kept = Files.createLink(temporary.resolve("kept"), folder().resolve(DAY + "/DAY"));
        Path mask = Files.createLink(temporary.resolve("mask"), folder().resolve(DAY + "/MASK"));
        store.destroy(DAY, KeyPurpose.DAY);
        assertThat(Files.readAllBytes(kept)).containsOnly(0);
        assertThat(store.publicKey(DAY, KeyPurpose.DAY)).isEmpty();
        store.destroyDay(DAY);
        assertThat(Files.readAllBytes(mask)).containsOnly(0);
        assertThat(store.days()).containsExactly(DAY.plusDays(1));
        assertThat(TestKeys.open(folder()).publicKey(DAY, KeyPurpose.FORM)).isEmpty();
    }

    @Test
    void encrypted_keys_without_their_master_file_refuse_the_start() throws IOException {
        filled();
        Files.delete(folder().resolve("master"));
        assertThatThrownBy(() -> TestKeys.open(folder()))
                .isInstanceOf(LockedKeysException.class)
                .hasMessageContaining("put `master` back");
    }

    @Test
    void a_broken_master_file_refuses_the_start() throws IOException {
        filled();
        byte[] master = Files.readAllBytes(folder().resolve("master"));
        byte[] greedy = master.clone();
        greedy[17] = 0x7F;
        for (byte[] broken : List.of(new byte[0], java.util.Arrays.copyOf(master, 44), greedy)) {
            Files.write(folder().resolve("master"), broken);
            assertThatThrownBy(() -> TestKeys.open(folder())).isInstanceOf(LockedKeysException.class);
        }
    }

    @Test
    void a_new_store_wants_a_long_passphrase() {
        assertThatThrownBy(() -> KeyStore.open(folder(), new Passphrase("short")))
                .isInstanceOf(LockedKeysException.class)
                .hasMessage("the passphrase of a new key store must have at least 12 characters");
        assertThat(folder().resolve("master")).doesNotExist();
    }

    @Test
    void wide_and_narrow_letters_are_one_passphrase() {
        KeyStore.open(folder(), new Passphrase("ＭＩＣＡ　ｋｅｙｓ　１２３"), TestKeys.CHEAP).signingKey();
        assertThat(KeyStore.open(folder(), new Passphrase("MICA keys 123")).signingKey())
                .isNotNull();
    }

    @Test
    void offices_that_start_at_once_on_a_new_folder_share_one_master_key() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<byte[]> office = () -> TestKeys.open(folder()).secret("links");
            List<Future<byte[]>> secrets = threads.invokeAll(java.util.Collections.nCopies(8, office));
            for (Future<byte[]> secret : secrets) {
                assertThat(secret.get()).isEqualTo(secrets.getFirst().get());
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals(".lock"))
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.write(to, Files.readAllBytes(from));
    }

    private static String latin(byte[] octets) {
        return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
