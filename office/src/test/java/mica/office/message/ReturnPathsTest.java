package mica.office.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.office.keys.Secrets;
import mica.office.keys.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReturnPathsTest {

    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");

    @TempDir
    Path folder;

    private ReturnPaths paths() {
        return ReturnPaths.keyed(
                EmailAddress.of("bounce@mica.example.jp"),
                Secrets.of(TestKeys.open(folder.resolve("keys"))).links()::returnMac);
    }

    @Test
    void a_mail_sent_again_has_the_same_return_path_after_a_restart_too() {
        for (SentMail mail : List.of(new SentMail.Door(ID), new SentMail.Notice(ID, 999_999))) {
            String path = paths().of(mail).wireForm();
            assertThat(path)
                    .matches("bounce\\+[a-z2-7]{53}@mica\\.example\\.jp")
                    .isEqualTo(paths().of(mail).wireForm());
            assertThat(path.substring(0, path.indexOf('@'))).hasSizeLessThanOrEqualTo(64);
            assertThat(paths().read(path)).contains(mail);
            assertThat(paths().read(path.toUpperCase(Locale.ROOT))).contains(mail);
        }
    }

    @Test
    void neighbours_have_nothing_in_common() {
        ReturnPaths paths = paths();
        Set<String> beginnings = new HashSet<>();
        for (int n = 0; n < 2_000; n++) {
            String path = paths.of(new SentMail.Notice(ID, n)).wireForm();
            assertThat(beginnings.add(path.substring(7, 15))).isTrue();
            assertThat(path).doesNotContain(ID.toString().substring(24));
        }
        assertThat(paths.of(new SentMail.Door(ID))).isNotEqualTo(paths.of(new SentMail.Notice(ID, 0)));
    }

    @Test
    void one_changed_letter_makes_it_nobodys() {
        ReturnPaths paths = paths();
        String path = paths.of(new SentMail.Notice(ID, 7)).wireForm();
        for (int i = 7; i < 60; i++) {
            for (char letter : "abcdefghijklmnopqrstuvwxyz234567".toCharArray()) {
                String changed = path.substring(0, i) + letter + path.substring(i + 1);
                if (!changed.equals(path)) {
                    assertThat(paths.read(changed)).isEmpty();
                }
            }
        }
    }

    @Test
    void tokens_of_guessing_and_of_other_offices_are_nobodys() {
        ReturnPaths paths = paths();
        ReturnPaths other = ReturnPaths.keyed(
                EmailAddress.of("bounce@mica.example.jp"),
                Secrets.of(TestKeys.open(folder.resolve("others"))).links()::returnMac);
        assertThat(paths.read(other.of(new SentMail.Door(ID)).wireForm())).isEmpty();
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder token = new StringBuilder();
            random.ints(53, 0, 32).forEach(n -> token.append("abcdefghijklmnopqrstuvwxyz234567".charAt(n)));
            assertThat(paths.read("bounce+" + token + "@mica.example.jp")).isEmpty();
        }
        for (String address : List.of(
                "",
                "@",
                "bounce@mica.example.jp",
                "bounce+@mica.example.jp",
                "bounce+" + "a".repeat(53) + "@other.jp",
                "bounce+" + "1".repeat(53) + "@mica.example.jp",
                "bounce+" + "ı".repeat(53) + "@mica.example.jp")) {
            assertThat(paths.read(address)).as(address).isEmpty();
        }
    }

    @Test
    void without_a_key_there_is_one_return_path_and_no_bounce_is_known() {
        ReturnPaths fixed = ReturnPaths.fixed(EmailAddress.of("mica@pref.example.jp"));
        assertThat(fixed.of(new SentMail.Door(ID)).wireForm()).isEqualTo("mica@pref.example.jp");
        assertThat(fixed.read("mica@pref.example.jp")).isEmpty();
    }

    @Test
    void a_long_local_part_is_refused_at_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReturnPaths.keyed(EmailAddress.of("bounces-of-mica@mica.example.jp"), c -> c));
    }
}
