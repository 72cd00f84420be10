package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import mica.exchange.directory.ReplySeal;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.ApplicationStatus.State;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.envelope.Withdrawal;
import mica.exchange.record.Records;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {

    private static final Town TOWN = new Town();
    private static final SecureRandom RANDOM = new SecureRandom();

    @AfterAll
    static void close() {
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.take();
    }

    private static LinkToken applied(State state) {
        LinkToken link = LinkToken.random(RANDOM);
        TOWN.office.reply(link, Office.status(link, state));
        return link;
    }

    @ParameterizedTest
    @EnumSource
    void every_state_is_told_in_words(State state) {
        LinkToken link = applied(state);
        Browser.Answer page = TOWN.ja.get("/status/" + link.text());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("A-7K3M-92QX", "すし処 葛󠄀西").doesNotContain("⟦");
        boolean changeable = state == State.SUBMITTED || state == State.RETURNED;
        assertThat(page.page().select("main a[href$=/correct]")).hasSize(changeable ? 1 : 0);
        assertThat(TOWN.ja.get("/status/" + link.text() + "/correct").status()).isEqualTo(changeable ? 200 : 409);
        assertThat(TOWN.ja
                        .post("/status/" + link.text() + "/withdraw", Map.of())
                        .status())
                .isEqualTo(changeable ? 303 : 409);
    }

    @Test
    void a_returned_application_is_corrected_under_its_number_with_the_comments_beside_the_fields() {
        LinkToken link = applied(State.RETURNED);
        String base = "/status/" + link.text() + "/correct";
        Browser.Answer form = TOWN.ja.get(base);
        assertThat(form.text()).contains("所在地を確認できませんでした。");
        assertThat(form.page().select("#address-error").text()).contains("建物の名前も書いてください。");
        Map<String, String> fields = form.fields();
        assertThat(fields).containsEntry("name", "すし処 葛󠄀西").containsEntry("listed", "yes");
        fields.put("address", "中央二丁目2番2号 中央ビル1階");
        Browser.Answer check = TOWN.ja.post(base + "/check", fields);
        assertThat(check.status()).isEqualTo(200);
        assertThat(TOWN.ja.post(base, check.fields()).fields().get("address")).contains("中央ビル");
        Browser.Answer sent = TOWN.ja.post(base + "/send", check.fields());
        assertThat(sent.header("Location")).isEqualTo("/status/" + link.text() + "/sent");
        assertThat(TOWN.ja.get(sent.header("Location")).title()).isEqualTo("受け付けました");

        Envelope envelope = TOWN.office.take().getFirst();
        VenueApplication corrected =
                Records.read(TOWN.office.openText(envelope, KeyPurpose.FORM), VenueApplication.class);
        assertThat(corrected.revision()).isEqualTo(2);
        assertThat(corrected.linkToken()).isEqualTo(link.text());
        assertThat(corrected.receiptNumber()).isEqualTo("A-7K3M-92QX");
        assertThat(corrected.details().address()).contains("中央ビル");

        TOWN.ja.post(base + "/send", check.fields());
        assertThat(TOWN.office.take().getFirst().id()).isEqualTo(envelope.id());
        ApplicationStatus before = Office.status(link, State.SUBMITTED);
        TOWN.office.reply(
                link, new ApplicationStatus(corrected, State.SUBMITTED, Map.of(), null, null, before.changedAt()));
        assertThat(TOWN.ja.post(base + "/send", check.fields()).status()).isEqualTo(303);
        assertThat(TOWN.office.take()).as("the office already has it").isEmpty();
    }

    @Test
    void a_wrong_correction_keeps_what_was_typed() {
        LinkToken link = applied(State.RETURNED);
        String base = "/status/" + link.text() + "/correct";
        Map<String, String> fields = TOWN.ja.get(base).fields();
        fields.put("phone", "電話");
        Browser.Answer answer = TOWN.ja.post(base + "/check", fields);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields()).containsEntry("phone", "電話");
        assertThat(TOWN.ja.post(base + "/send", fields).status()).isEqualTo(422);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void a_withdrawal_is_asked_once_more_and_then_sent() {
        LinkToken link = applied(State.SUBMITTED);
        String path = "/status/" + link.text() + "/withdraw";
        assertThat(TOWN.en.get(path).text()).contains("cannot be undone");
        assertThat(TOWN.office.take()).isEmpty();
        TOWN.ja.post(path, Map.of());
        Envelope envelope = TOWN.office.take().getFirst();
        assertThat(envelope.kind()).isEqualTo(EnvelopeKind.WITHDRAWAL);
        assertThat(Records.read(TOWN.office.openText(envelope, KeyPurpose.FORM), Withdrawal.class))
                .isEqualTo(new Withdrawal(link.text()));
    }

    @Test
    void an_approved_application_shows_its_venue_code() {
        Browser.Answer page = TOWN.ja.get("/status/" + applied(State.APPROVED).text());
        assertThat(page.page().select(".number").text()).matches("[2-9A-Z]{10}");
    }

    @Test
    void a_link_that_cannot_be_one_is_told_so_in_the_reader_s_language() {
        Browser.Answer answer = TOWN.en.get("/status/" + "a".repeat(39));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.title()).isEqualTo("There is no such application page");
        assertThat(TOWN.ja.post("/status/xyz/withdraw", Map.of()).status()).isEqualTo(404);
        assertThat(TOWN.ja.get("/status/xyz/sent").status()).isEqualTo(404);
        assertThat(TOWN.ja.get("/apply/done/xyz").status()).isEqualTo(404);
    }

    @Test
    void a_reply_that_cannot_be_read_is_no_crash() {
        LinkToken link = LinkToken.random(RANDOM);
        TOWN.office.reply(link, new byte[200]);
        assertThat(TOWN.ja.get("/status/" + link.text()).status()).isEqualTo(503);
        TOWN.office.reply(link, ReplySeal.seal(link, "{\"new\":1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(TOWN.ja.get("/status/" + link.text()).status()).isEqualTo(503);
    }
}
