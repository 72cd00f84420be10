package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An office does not begin with a secret that others on its machine could read or exchange. */
class OpenSecretsTest {

    @TempDir
    Path folder;

    private Path settings;
    private Path passphrase;
    private Path keys;

    @BeforeEach
    void settle() throws IOException {
        passphrase = OwnFile.write(folder.resolve("passphrase"), "a passphrase of the tests\n");
        keys = folder.resolve("keys");
        settings = OwnFile.write(folder.resolve("mica.properties"), """
                office.keys=%s
                office.keys-passphrase-file=%s
                office.exchange.url=jdbc:postgresql://127.0.0.1:1/exchange
                office.exchange.user=mica_office
                office.exchange.password=of-the-test
                office.database.url=jdbc:postgresql://127.0.0.1:1/office
                office.database.user=mica_office
                office.mail.host=127.0.0.1
                office.mail.sender=mica@example.jp
                """.formatted(keys, passphrase));
        assertThat(Typed.run("", "keys", "show", "--settings", settings.toString())
                        .code())
                .isZero();
    }

    private void refused(String mend) throws Exception {
        Typed office = Typed.run("", "office", "--settings", settings.toString());
        assertThat(office.code()).isEqualTo(2);
        assertThat(office.err().lines()).hasSize(1);
        assertThat(office.err().strip()).startsWith("mica: ").endsWith("; to close it: " + mend);
        assertThat(office.err()).doesNotContain("a passphrase", "of-the-test");
        assertThat(new ProcessBuilder("sh", "-c", mend).start().waitFor()).isZero();
    }

    private static void open(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void mended() {
        // It comes as far as the keys now.
        assertThat(Typed.run("", "keys", "show", "--settings", settings.toString())
                        .err())
                .isEmpty();
    }

    @Test
    void a_passphrase_file_that_others_can_read_refuses_the_start() throws Exception {
        open(passphrase, "rw-r--r--");
        refused("chmod 600 " + passphrase);
        mended();
    }

    @Test
    void a_key_folder_that_others_can_enter_refuses_the_start() throws Exception {
        open(keys, "rwxrwxrwx");
        Typed shown = Typed.run("", "keys", "show", "--settings", settings.toString());
        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err().strip()).endsWith("; to close it: chmod 700 " + keys);
        open(keys, "rwx------");
        mended();
    }

    @Test
    void settings_with_a_password_that_others_can_read_refuse_the_start() throws Exception {
        open(settings, "rw-r--r--");
        refused("chmod 600 " + settings);
        mended();
    }

    @Test
    void settings_without_a_password_may_be_read_but_not_changed() throws Exception {
        Files.writeString(
                settings,
                Files.readString(settings).replace("office.exchange.password=of-the-test\n", "front.stamp-key=\n"));
        open(settings, "rw-r--r--");
        mended();
        open(settings, "rw-r--rw-");
        refused("chmod o-w " + settings);
    }

    @Test
    void a_signing_key_of_mails_that_others_can_read_refuses_the_start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        Path key = Files.writeString(
                folder.resolve("dkim.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        generator.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        open(key, "rw-r-----");
        Files.writeString(settings, Files.readString(settings) + "office.mail.dkim=r1:" + key + "\n");
        refused("chmod 600 " + key);
    }

    @Test
    void a_copy_of_the_ledger_that_everybody_can_change_refuses_the_start() throws Exception {
        Path copy = Files.writeString(folder.resolve("ledger"), "");
        open(copy, "rw-rw-rw-");
        Files.writeString(settings, Files.readString(settings) + "office.ledger-copy=" + copy + "\n");
        refused("chmod o-w " + copy);
    }

    @Test
    void a_new_passphrase_that_others_can_read_is_not_taken() throws Exception {
        Path next = Files.writeString(folder.resolve("next"), "another passphrase\n");
        open(next, "rw-r--r--");
        Typed changed = Typed.run(
                "", "keys", "passphrase", "--new-passphrase-file", next.toString(), "--settings", settings.toString());
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("chmod 600 " + next).doesNotContain("another passphrase");
        mended();
    }
}
