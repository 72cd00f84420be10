package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import mica.exchange.directory.MailState;
import mica.exchange.envelope.Envelope;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The accepted screen says what became of the mail, and nothing that is not so. */
class AcceptedMailTest {

    private static final Town TOWN = new Town();
    private final String door = "/" + TOWN.spot;

    @AfterAll
    static void close() {
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.publish(Office.SERVICE);
        TOWN.clock.set(Town.MORNING);
        TOWN.office.take();
    }

    private String register(String address) {
        String screen = TOWN.ja.post(door, Map.of("email", address)).header("Location");
        TOWN.clock.advance(Duration.ofSeconds(2));
        return screen;
    }

    private static String mail(String screen) {
        return TOWN.ja.get(screen).page().select("#mail").text();
    }

    @Test
    void it_says_step_by_step_what_became_of_the_mail() {
        String screen = register("name@example.jp");
        Envelope checkIn = TOWN.office.take().getFirst();
        assertThat(mail(screen)).contains("お送りします", "状況を確かめる").doesNotContain("送信しました");
        assertThat(TOWN.ja.get(screen + "/mail").body()).isEqualTo("UNKNOWN");

        TOWN.office.mail(checkIn, MailState.LATER);
        assertThat(mail(screen)).contains("まだ送信できていません", "状況を確かめる");
        assertThat(TOWN.ja.get(screen + "/mail").body()).isEqualTo("LATER");

        TOWN.office.mail(checkIn, MailState.SENT);
        assertThat(mail(screen)).contains("送信しました").doesNotContain("状況を確かめる");
        assertThat(TOWN.ja.get(screen + "/mail").body()).isEqualTo("SENT");

        TOWN.office.mail(checkIn, MailState.REFUSED);
        Browser.Answer refused = TOWN.ja.get(screen);
        assertThat(refused.page().select("#mail .warn").text()).contains("アドレスに間違い", "もう一度登録");
        assertThat(refused.page().select("main a.button").attr("href")).isEqualTo(door);
        assertThat(refused.text()).doesNotContain("送信しました").doesNotContain("name@example.jp");

        TOWN.office.mail(checkIn, MailState.FAILED);
        assertThat(mail(screen)).contains("送信できませんでした").doesNotContain("アドレスに間違い");
    }

    @Test
    void one_screen_never_shows_the_mail_of_another() {
        String first = register("a@example.jp");
        String second = register("b@example.jp");
        TOWN.office.take().forEach(checkIn -> {
            if (TOWN.office
                    .openText(checkIn, mica.exchange.seal.KeyPurpose.DOOR)
                    .startsWith("a@")) {
                TOWN.office.mail(checkIn, MailState.REFUSED);
            }
        });
        assertThat(TOWN.ja.get(first + "/mail").body()).isEqualTo("REFUSED");
        assertThat(TOWN.ja.get(second + "/mail").body()).isEqualTo("UNKNOWN");
    }

    @Test
    void the_state_is_for_who_holds_the_screens_address() {
        String screen = register("a@example.jp");
        SpotCode other = TOWN.office.spot(TOWN.venue, "2階", 2);
        String stamp = screen.substring(screen.lastIndexOf('/') + 1);
        assertThat(stamp).hasSize(54);
        for (int i = 0; i < stamp.length() - 1; i++) {
            char letter = stamp.charAt(i) == 'A' ? 'B' : 'A';
            String changed = stamp.substring(0, i) + letter + stamp.substring(i + 1);
            assertThat(TOWN.ja.get(door + "/accepted/" + changed + "/mail").status())
                    .isEqualTo(404);
        }
        assertThat(TOWN.ja.get("/" + other + "/accepted/" + stamp + "/mail").status())
                .isEqualTo(404);
        assertThat(TOWN.ja.get(screen + "/mail").header("Cache-Control")).contains("no-store");
    }

    @Test
    void the_screen_works_without_its_script() {
        String screen = register("name@example.jp");
        assertThat(TOWN.ja.get(screen).page().select("#mail a").attr("href")).isEmpty();
        assertThat(TOWN.ja.get(screen).page().select("#mail a")).hasSize(1);
        TOWN.clock.advance(Duration.ofMinutes(20));
        assertThat(TOWN.ja.get(screen).page().select("#mail")).isEmpty();
    }
}
