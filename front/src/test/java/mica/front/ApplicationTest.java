package mica.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.record.Records;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {

    private static final Town TOWN = new Town();

    @AfterAll
    static void close() {
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.publish(Office.SERVICE);
        TOWN.office.take();
    }

    /** The form as a browser would send it, with everything filled in. */
    private static Map<String, String> filled() {
        Map<String, String> fields = new LinkedHashMap<>(TOWN.ja.get("/apply").fields());
        fields.put("name", "喫茶 𠮷﨑 <b>=1+1</b> 😀");
        fields.put("kana", "きっさ ﾖｼｻﾞｷ");
        fields.put("sector", "live");
        fields.put("postalCode", "〒９８０－０８１１");
        fields.put("municipality", "仙台市青葉区");
        fields.put("address", "一番町三丁目8番1号");
        fields.put("phone", "（０２２）０００－００００");
        fields.put("contactPerson", "担当者");
        fields.put("email", "ｓｈｏｐ＠example.jp");
        fields.put("spots", "入口\r\n\r\n　2階　\r\n");
        fields.put("listed", "yes");
        fields.put("agreement", "on");
        return fields;
    }

    private static VenueApplication sent(Envelope envelope) {
        assertThat(envelope.kind()).isEqualTo(EnvelopeKind.APPLICATION);
        return Records.read(TOWN.office.openText(envelope, KeyPurpose.FORM), VenueApplication.class);
    }

    @Test
    void a_venue_applies_checks_its_answers_and_gets_a_receipt_number() {
        Browser.Answer check = TOWN.ja.post("/apply/check", filled());
        assertThat(check.status()).isEqualTo(200);
        assertThat(check.text()).contains("喫茶 𠮷﨑 <b>=1+1</b> 😀", "キッサ ヨシザキ", "980-0811", "shop@example.jp");
        assertThat(TOWN.office.take()).isEmpty();

        Browser.Answer done = TOWN.ja.post("/apply/send", check.fields());
        assertThat(done.status()).isEqualTo(303);
        VenueApplication application = sent(TOWN.office.take().getFirst());
        assertThat(application.details().name()).isEqualTo("喫茶 𠮷﨑 <b>=1+1</b> 😀");
        assertThat(application.details().kana()).isEqualTo("キッサ ヨシザキ");
        assertThat(application.details().postalCode()).isEqualTo("9800811");
        assertThat(application.details().phone()).isEqualTo("022-000-0000");
        assertThat(application.spots()).containsExactly("入口", "2階");
        assertThat(application.details().listed()).isTrue();
        assertThat(application.revision()).isEqualTo(1);

        Browser.Answer receipt = TOWN.ja.get(done.header("Location"));
        assertThat(receipt.page().select(".number").text())
                .isEqualTo(application.receiptNumber())
                .matches("A-[2-9A-Z]{4}-[2-9A-Z]{4}");
        assertThat(receipt.text()).contains("https://mica.example.jp/status/" + application.linkToken());
        assertThat(TOWN.ja.get("/status/" + application.linkToken()).text()).contains("登録しています");
    }

    @Test
    void what_the_poster_cannot_print_is_told_before_it_is_sent() {
        Map<String, String> fields = filled();
        assertThat(TOWN.ja.post("/apply/check", fields).page().select("#print")).isEmpty();
        fields.put("name", "らーめん 𪚥");
        fields.put("spots", "入口\r\n葛\uDB40\uDD00の間");
        assertThat(TOWN.ja.post("/apply/check", fields).page().select("#print").text())
                .contains("印刷できない文字があります：𪚥、葛\uDB40\uDD00。")
                .contains("「らーめん 𪚥」は、ポスターでは「らーめん 〓」になります")
                .contains("ポスターでは「葛の間」になります");
        assertThat(TOWN.ja.post("/apply/send", fields).status()).isEqualTo(303);
    }

    @Test
    void sending_twice_is_one_application_and_a_changed_one_is_another() {
        Map<String, String> fields = TOWN.ja.post("/apply/check", filled()).fields();
        String first = TOWN.ja.post("/apply/send", fields).header("Location");
        String second = TOWN.ja.post("/apply/send", fields).header("Location");
        fields.put("name", "別の店");
        String changed = TOWN.ja.post("/apply/send", fields).header("Location");
        assertThat(second).isEqualTo(first);
        assertThat(changed).isNotEqualTo(first);
        List<Envelope> taken = TOWN.office.take();
        assertThat(taken.get(0).id()).isEqualTo(taken.get(1).id());
        assertThat(taken.get(2).id()).isNotEqualTo(taken.get(0).id());
    }

    @Test
    void two_venues_with_the_same_answers_are_two_applications() {
        String first = TOWN.ja.post("/apply/send", filled()).header("Location");
        String second = TOWN.ja.post("/apply/send", filled()).header("Location");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void going_back_from_the_check_page_keeps_everything_as_typed() {
        Map<String, String> typed = filled();
        Map<String, String> carried = TOWN.ja.post("/apply/check", typed).fields();
        Browser.Answer form = TOWN.ja.post("/apply", carried);
        typed.put("spots", requireNonNull(typed.get("spots")).replace("\r\n", "\n"));
        Map<String, String> shown = new LinkedHashMap<>(form.fields());
        shown.replaceAll((name, value) -> value.replace("\r\n", "\n").replace("\r", "\n"));
        assertThat(shown).containsAllEntriesOf(typed);
    }

    @Test
    void an_empty_form_names_every_missing_field_in_the_reader_s_language() {
        Browser.Answer ja = TOWN.ja.post("/apply/check", Map.of("draft", "x"));
        assertThat(ja.status()).isEqualTo(422);
        assertThat(ja.page().select("#errors li")).hasSize(12);
        assertThat(ja.page().select("#errors").text()).contains("フリガナ：入力してください。");
        for (var link : ja.page().select("#errors a")) {
            assertThat(ja.page().select(link.attr("href"))).hasSize(1);
        }
        assertThat(TOWN.en.post("/apply/check", Map.of("x", "y")).text())
                .contains("Phone number: Please fill this in.");
    }

    @ParameterizedTest
    @CsvSource({
        "kana, 漢字",
        "kana, abc",
        "sector, school",
        "sector, nothing",
        "postalCode, 98008",
        "postalCode, 98008111",
        "postalCode, abcdefg",
        "municipality, 東京都",
        "phone, 12345",
        "phone, 022-000",
        "phone, 090-0000-00000",
        "phone, 電話なし",
        "email, shop@",
        "listed, maybe",
        "spots, ' '",
        "agreement, ''"
    })
    void a_wrong_answer_is_told_beside_its_field_and_kept(String field, String value) {
        Map<String, String> fields = filled();
        fields.put(field, value);
        Browser.Answer answer = TOWN.ja.post("/apply/check", fields);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().select("#errors li")).hasSize(1);
        assertThat(answer.page().select("#" + field + "-error")).hasSize(1);
        if (!field.equals("sector") && !field.equals("municipality") && !field.equals("listed")) {
            assertThat(answer.fields().getOrDefault(field, "")).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "022-000-0000",
                "0220000000",
                "090 0000 0000",
                "０５０－００００－００００",
                "0120-000-000",
                "0800-000-0000",
                "+81 22-000-0000",
                "０２２‐０００ー００００"
            })
    void telephone_numbers_of_japan_are_taken_as_people_write_them(String phone) {
        Map<String, String> fields = filled();
        fields.put("phone", phone);
        assertThat(TOWN.ja.post("/apply/check", fields).status()).isEqualTo(200);
    }

    @Test
    void an_ineligible_sector_is_refused_with_its_reason() {
        Map<String, String> fields = filled();
        fields.put("sector", "school");
        assertThat(TOWN.ja.post("/apply/check", fields).text()).contains("学校は教育委員会が連絡します。");
        assertThat(TOWN.en.post("/apply/check", fields).text()).contains("board of education");
    }

    @Test
    void spots_have_limits_that_are_told_with_the_line() {
        Map<String, String> fields = filled();
        fields.put("spots", "入口\n" + "あ".repeat(41));
        assertThat(TOWN.ja.post("/apply/check", fields).text()).contains("2行目", "40文字");
        fields.put("spots", "入口\n入口");
        assertThat(TOWN.ja.post("/apply/check", fields).text()).contains("2回書かれています");
        fields.put(
                "spots",
                java.util.stream.IntStream.rangeClosed(1, 51)
                        .mapToObj(n -> "テーブル" + n)
                        .collect(java.util.stream.Collectors.joining("\n")));
        assertThat(TOWN.ja.post("/apply/check", fields).text()).contains("50か所まで");
    }

    @Test
    void applications_are_taken_before_the_opening_and_not_after_the_end() {
        TOWN.office.publish(Office.SERVICE.withState(ServiceFacts.State.PREPARING));
        assertThat(TOWN.ja.post("/apply/check", filled()).status()).isEqualTo(200);
        Map<String, String> fields = filled();
        TOWN.office.publish(Office.SERVICE.withState(ServiceFacts.State.ENDED));
        assertThat(TOWN.ja.post("/apply/send", fields).status()).isEqualTo(410);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void a_tampered_send_is_checked_again() {
        Map<String, String> fields = TOWN.ja.post("/apply/check", filled()).fields();
        fields.put("email", "nobody");
        assertThat(TOWN.ja.post("/apply/send", fields).status()).isEqualTo(422);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void without_a_key_the_answers_stay_on_the_page() {
        Map<String, String> fields = TOWN.ja.post("/apply/check", filled()).fields();
        TOWN.clock.set(java.time.Instant.parse("2026-05-12T01:00:00Z"));
        try {
            Browser.Answer answer = TOWN.ja.post("/apply/send", fields);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.fields()).isEqualTo(fields);
        } finally {
            TOWN.clock.set(Town.MORNING);
        }
    }

    @Test
    void a_reading_that_grows_too_long_when_its_letters_are_parted_is_said_so_and_not_sent() {
        Map<String, String> fields = filled();
        fields.put("kana", "㌀".repeat(60));
        assertThat(TOWN.ja.post("/apply/check", fields).status()).isEqualTo(422);
        assertThat(TOWN.ja.post("/apply/send", fields).body())
                .contains("200文字以内")
                .contains("㌀㌀");
        assertThat(TOWN.office.take()).isEmpty();
    }
}
