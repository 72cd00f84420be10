package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mica.exchange.seal.OfficeKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    @TempDir
    Path folder;

    private Path settings;
    private Path passphrase;

    @BeforeEach
    void settle() throws IOException {
        passphrase = OwnFile.write(folder.resolve("passphrase"), "the first passphrase\n");
        settings =
                Files.writeString(folder.resolve("mica.properties"), """
                office.keys=%s
                office.keys-passphrase-file=%s
                office.exchange.url=jdbc:postgresql://127.0.0.1:1/exchange
                office.exchange.user=mica_office
                office.database.url=jdbc:postgresql://127.0.0.1:1/office
                office.database.user=mica_office
                office.mail.host=127.0.0.1
                office.mail.sender=mica@example.jp
                """.formatted(folder.resolve("keys"), passphrase));
    }

    private Typed keys(String input, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "keys";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--settings";
        all[all.length - 1] = settings.toString();
        return Typed.run(input, all);
    }

    @Test
    void show_prints_one_line_that_a_front_can_pin_and_the_same_one_each_time() {
        Typed shown = keys("", "show");
        assertThat(shown.code()).isZero();
        assertThat(shown.out().lines()).hasSize(1);
        assertThat(OfficeKey.read(shown.out())).isPresent();
        assertThat(keys("", "show").out()).isEqualTo(shown.out());
    }

    @Test
    void rotate_tells_the_fronts_first_and_changes_over_when_told() {
        String old = keys("", "show").out().strip();
        assertThat(keys("", "rotate", "--change").err()).contains("no change-over is prepared");
        String both = keys("", "rotate").out().strip();
        assertThat(both).startsWith(old + ",ed25519:");
        assertThat(keys("", "show").out().strip()).isEqualTo(both);
        Typed changed = keys("", "rotate", "--change");
        assertThat(changed.code()).isZero();
        assertThat(changed.out().strip()).isEqualTo(both.substring(old.length() + 1));
        assertThat(keys("", "show").out()).isEqualTo(changed.out());
    }

    @Test
    void the_passphrase_is_asked_twice_and_the_one_before_refuses_in_one_line() throws IOException {
        String key = keys("", "show").out();
        Typed changed = keys(
                Typed.lines(
                        "short",
                        "the second passphrase",
                        "the secnd passphrase",
                        "the second passphrase",
                        "the second passphrase"),
                "passphrase");
        assertThat(changed.code()).isZero();
        assertThat(changed.out()).contains("短すぎます", "2回の入力が違います", "変更しました");
        assertThat(changed.out() + changed.err()).doesNotContain("second");

        for (Typed refused :
                new Typed[] {keys("", "show"), Typed.run("", "office", "--settings", settings.toString())}) {
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .isEqualTo("mica: the passphrase does not open the keys in " + folder.resolve("keys")
                            + System.lineSeparator());
        }
        Files.writeString(passphrase, "the second passphrase\n");
        assertThat(keys("", "show").out()).isEqualTo(key);
    }

    @Test
    void a_new_passphrase_can_come_from_a_file_and_an_input_that_ends_changes_nothing() throws IOException {
        String key = keys("", "show").out();
        Typed ended = keys("the second passphrase\n", "passphrase", "--language", "en");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("mica: The input ended early; nothing was changed." + System.lineSeparator());
        assertThat(keys("", "show").out()).isEqualTo(key);
        Path next = OwnFile.write(folder.resolve("next"), "the third passphrase\n");
        assertThat(keys("", "passphrase", "--new-passphrase-file", next.toString())
                        .code())
                .isZero();
        Files.move(next, passphrase, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(keys("", "show").out()).isEqualTo(key);
    }

    @Test
    void a_passphrase_must_be_given_in_one_way() throws IOException {
        Files.delete(passphrase);
        assertThat(keys("", "show").err()).contains("cannot read " + passphrase);
        Files.writeString(settings, Files.readString(settings).replaceAll("office.keys-passphrase-file=.*", ""));
        assertThat(keys("", "show").err()).contains("missing setting office.keys-passphrase-file");
    }
}
