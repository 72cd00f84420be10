package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckInTest {

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

    private Browser.Answer register(String email) {
        return TOWN.ja.post(door, Map.of("email", email));
    }

    @Test
    void an_address_goes_sealed_to_both_keys_of_the_day_and_the_screen_says_accepted() {
        Browser.Answer sent = TOWN.en.post(door, Map.of("email", "Name@example.jp"));
        assertThat(sent.status()).isEqualTo(303);

        Envelope envelope = TOWN.office.take().getFirst();
        assertThat(envelope.kind()).isEqualTo(EnvelopeKind.CHECK_IN);
        assertThat(envelope.day()).isEqualTo(Town.TODAY);
        assertThat(CheckIn.fromBytes(envelope.open()))
                .isEqualTo(new CheckIn(TOWN.spot, Town.MORNING, TestLanguages.EN));
        assertThat(TOWN.office.openText(envelope, KeyPurpose.DOOR)).isEqualTo("Name@example.jp");
        assertThat(TOWN.office.openText(envelope, KeyPurpose.DAY)).isEqualTo("Name@example.jp");

        Browser.Answer accepted = TOWN.ja.get(sent.header("Location"));
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.title()).isEqualTo("申請完了");
        assertThat(accepted.text()).contains("喫茶 髙﨑", "入口", "10:30:00").doesNotContain("example.jp");
        assertThat(accepted.page().select(".moving")).isNotEmpty();
        assertThat(weight(accepted)).isLessThan(15_000);
    }

    /** What the phone loads for a page, unpacked. */
    private static int weight(Browser.Answer page) {
        int octets = page.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        for (var part : page.page().select("link[rel=stylesheet], script[src]")) {
            octets += TOWN.ja.get(part.attr("href") + part.attr("src")).body().length();
        }
        return octets;
    }

    @Test
    void the_day_of_the_keys_is_the_authority_s_day_and_not_the_server_s() {
        TOWN.clock.set(Instant.parse("2026-04-12T15:00:00Z"));
        register("name@example.jp");
        assertThat(TOWN.office.take().getFirst().day()).isEqualTo(Town.TODAY.plusDays(1));
    }

    @Test
    void the_page_at_the_door_is_light_and_asks_for_one_thing() {
        Browser.Answer page = TOWN.ja.get(door);
        assertThat(weight(page)).isLessThan(15_000);
        assertThat(page.page().select("script")).isEmpty();
        assertThat(page.page().select("input:not([type=hidden])")).hasSize(1);
        assertThat(page.page().select("main button")).hasSize(1);
        assertThat(page.text()).contains("任意", "14日間", "アプリ", "宮城県", "新型コロナウイルス感染症");
    }

    @Test
    void a_wrong_address_comes_back_as_typed_with_its_reason_and_nothing_is_stored() {
        Browser.Answer answer = register("name＠＠<b>\"");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().select("#email").attr("value")).isEqualTo("name＠＠<b>\"");
        assertThat(answer.page().select("#email-error").text()).contains("1つだけ");
        assertThat(answer.page().select(".lang a").eachAttr("href"))
                .startsWith(door + "?lang=ja", door + "?lang=en")
                .allMatch(href -> href.startsWith(door + "?lang="));
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void slips_of_a_keyboard_and_marks_that_nobody_sees_keep_nobody_out() {
        for (String typed : List.of(
                "\u200Btaro@test-example.jp",
                "taro@test-example.jp\u00A0、",
                "taro＠testーexample。jp",
                "\u202Ataro@test-example.jp\u202C",
                "taro@xn--testexample-wg8f.jp")) {
            assertThat(register(typed).status()).as("%s", typed).isEqualTo(303);
            assertThat(TOWN.office.openText(TOWN.office.take().getFirst(), KeyPurpose.DOOR))
                    .isEqualTo("taro@test-example.jp");
        }
    }

    @Test
    void an_address_that_cannot_exist_is_never_accepted() {
        for (String typed : List.of(
                "taro@example.jpn",
                "taro@example.ne.xn--jp-p13a",
                "taro@xn--0.jp",
                "|id@example.jp",
                "`id`@example.jp")) {
            Browser.Answer answer = register(typed);
            assertThat(answer.status()).as("%s", typed).isEqualTo(422);
            assertThat(answer.page().select("#email-error").text()).isNotBlank();
        }
        assertThat(TOWN.office.take()).isEmpty();
        // As it was typed, before the browser made an A-label of it.
        assertThat(register("taro@example.ne.xn--jp-p13a")
                        .page()
                        .select("#email")
                        .attr("value"))
                .isEqualTo("taro@example.ne.jp、");
    }

    @Test
    void a_double_tap_is_one_visit_and_the_same_address_an_hour_later_is_another() {
        String visit = TOWN.ja.get(door).fields().get("visit");
        TOWN.ja.post(door, Map.of("email", "name@example.jp", "visit", visit));
        TOWN.clock.advance(Duration.ofSeconds(2));
        TOWN.ja.post(door, Map.of("email", "NAME@example.jp", "visit", visit));
        TOWN.ja.post(door, Map.of("email", "friend@example.jp", "visit", visit));
        TOWN.clock.advance(Duration.ofHours(1));
        TOWN.ja.post(door, Map.of("email", "name@example.jp", "visit", visit));
        List<Envelope> taken = TOWN.office.take();
        assertThat(taken).hasSize(4);
        assertThat(taken.stream().map(Envelope::id).distinct()).hasSize(3);
    }

    @Test
    void two_phones_at_one_door_never_share_a_visit() {
        register("name@example.jp");
        register("name@example.jp");
        assertThat(TOWN.office.take().stream().map(Envelope::id).distinct()).hasSize(2);
    }

    @Test
    void an_accepted_screen_cannot_be_forged_nor_shown_at_another_spot() {
        SpotCode other = TOWN.office.spot(TOWN.venue, "2階", 2);
        String accepted = register("name@example.jp").header("Location");
        String stamp = accepted.substring(accepted.lastIndexOf('/') + 1);
        assertThat(TOWN.ja.get("/" + other + "/accepted/" + stamp).status()).isEqualTo(404);
        char first = stamp.charAt(10) == 'A' ? 'B' : 'A';
        String changed = stamp.substring(0, 10) + first + stamp.substring(11);
        assertThat(TOWN.ja.get(door + "/accepted/" + changed).status()).isEqualTo(404);
        assertThat(TOWN.ja.get(door + "/accepted/x").status()).isEqualTo(404);
        assertThat(TOWN.ja.get(door + "/accepted/" + "%20".repeat(32)).status()).isEqualTo(404);
    }

    @Test
    void an_accepted_screen_says_when_it_is_an_old_one() {
        String accepted = register("name@example.jp").header("Location");
        TOWN.clock.advance(Duration.ofMinutes(15));
        assertThat(TOWN.ja.get(accepted).title()).isEqualTo("申請完了");
        TOWN.clock.advance(Duration.ofSeconds(1));
        Browser.Answer old = TOWN.ja.get(accepted);
        assertThat(old.title()).isEqualTo("過去の申請の画面です");
        assertThat(old.page().select("script")).isEmpty();
    }

    @Test
    void a_code_is_understood_as_people_type_it() {
        String code = TOWN.spot.value().toLowerCase(Locale.ROOT);
        Browser.Answer answer = TOWN.ja.get("/" + code.substring(0, 5) + "-" + code.substring(5) + "?lang=en");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo(door + "?lang=en");
    }

    @Test
    void the_code_of_a_venue_leads_to_its_first_spot() {
        assertThat(TOWN.ja.get("/" + TOWN.venue).header("Location")).isEqualTo(door);
    }

    @Test
    void a_mistyped_code_gets_a_hint_and_other_paths_the_plain_page() {
        Browser.Answer typo = TOWN.ja.get("/ABCDEFGHJK");
        assertThat(typo.status()).isEqualTo(404);
        assertThat(typo.text()).contains("ABCDEFGHJK", "10文字");
        assertThat(TOWN.en.get("/wp-login.php").title()).isEqualTo("Page not found");
    }

    @Test
    void a_paused_or_closed_venue_takes_nothing_and_says_so() {
        SpotCode paused = TOWN.office.spot(TOWN.office.venue("居酒屋", "イザカヤ", VenueFacts.State.PAUSED, true), "入口", 1);
        SpotCode closed = TOWN.office.spot(TOWN.office.venue("食堂", "ショクドウ", VenueFacts.State.CLOSED, true), "入口", 1);
        assertThat(TOWN.ja.get("/" + paused).status()).isEqualTo(409);
        assertThat(TOWN.ja.post("/" + paused, Map.of("email", "a@example.jp")).text())
                .contains("一時休止");
        assertThat(TOWN.ja.post("/" + closed, Map.of("email", "a@example.jp")).status())
                .isEqualTo(410);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void before_the_service_opens_and_after_its_end_the_door_is_kindly_shut() {
        TOWN.office.publish(Office.SERVICE.withState(ServiceFacts.State.PREPARING));
        assertThat(register("a@example.jp").status()).isEqualTo(409);
        TOWN.office.publish(Office.SERVICE.withState(ServiceFacts.State.ENDED));
        Browser.Answer ended = register("a@example.jp");
        assertThat(ended.status()).isEqualTo(410);
        assertThat(ended.text()).contains("終了", "14日を過ぎると、自動で消去します");
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void the_sample_code_leads_to_a_page_that_says_so() {
        assertThat(TOWN.ja.get("/SAMPLE").title()).contains("見本");
        assertThat(TOWN.en.get("/sample").title()).contains("sample");
    }

    @Test
    void without_a_key_of_the_day_nothing_is_taken_and_what_was_typed_stays() {
        TOWN.clock.set(Instant.parse("2026-05-12T01:00:00Z"));
        Browser.Answer answer = register("name@example.jp");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.page().select("#email").attr("value")).isEqualTo("name@example.jp");
        assertThat(answer.text()).contains("まだ登録されていません");
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }
}
