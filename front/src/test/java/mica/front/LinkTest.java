package mica.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final Town TOWN = new Town();

    @AfterAll
    static void close() {
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.take();
    }

    @Test
    void only_the_button_confirms() {
        LinkToken link = TOWN.office.receipt(Receipt.State.SENT, Town.TODAY).confirming();
        assertThat(TOWN.ja.get("/c/" + link.text()).page().select("main form button"))
                .hasSize(1);
        assertThat(TOWN.ja.head("/c/" + link.text()).status()).isEqualTo(200);
        assertThat(TOWN.office.take()).isEmpty();

        Browser.Answer done = TOWN.ja.post("/c/" + link.text(), Map.of());
        assertThat(done.title()).isEqualTo("登録完了");
        TOWN.ja.post("/c/" + link.text(), Map.of());
        var taken = TOWN.office.take();
        assertThat(taken.get(0).kind()).isEqualTo(EnvelopeKind.CONFIRMATION);
        assertThat(taken.get(0).open()).isEmpty();
        assertThat(TOWN.office.open(taken.get(0), KeyPurpose.FORM)).isEqualTo(link.bytes());
        assertThat(taken.get(1).id()).isEqualTo(taken.get(0).id());
    }

    @Test
    void erasing_asks_what_to_erase_and_sends_just_that() {
        LinkToken link = TOWN.office.receipt(Receipt.State.CONFIRMED, Town.TODAY);
        String path = "/e/" + link.text();
        assertThat(TOWN.ja.get(path).page().select("input[type=radio]")).hasSize(2);
        assertThat(TOWN.ja.head(path).status()).isEqualTo(200);
        assertThat(TOWN.ja.post(path, Map.of()).status()).isEqualTo(422);
        assertThat(TOWN.ja.post(path, Map.of("scope", "everything")).status()).isEqualTo(422);
        assertThat(TOWN.office.take()).isEmpty();

        assertThat(TOWN.ja.post(path, Map.of("scope", "this")).status()).isEqualTo(200);
        assertThat(TOWN.en.post(path, Map.of("scope", "all")).text()).contains("All registrations");
        assertThat(TOWN.ja.post(path, Map.of("List-Unsubscribe", "One-Click")).status())
                .isEqualTo(200);
        var taken = TOWN.office.take();
        assertThat(taken).extracting(Envelope::kind).containsOnly(EnvelopeKind.ERASURE);
        assertThat(taken.stream().map(e -> Erasure.fromBytes(TOWN.office.open(e, KeyPurpose.FORM))))
                .containsExactly(
                        new Erasure(Erasure.Scope.THIS_VISIT, link),
                        new Erasure(Erasure.Scope.ALL_VISITS, link),
                        new Erasure(Erasure.Scope.ALL_VISITS, link));
    }

    @Test
    void each_link_does_its_own_work_and_not_the_others() {
        LinkToken erases = TOWN.office.receipt(Receipt.State.SENT, Town.TODAY);
        LinkToken confirms = erases.confirming();
        assertThat(TOWN.ja.get("/e/" + confirms.text()).status()).isEqualTo(404);
        for (Map<String, String> form : List.of(Map.of("scope", "all"), Map.of("List-Unsubscribe", "One-Click"))) {
            assertThat(TOWN.ja.post("/e/" + confirms.text(), form).status()).isEqualTo(404);
        }
        assertThat(TOWN.ja.get("/c/" + erases.text()).status()).isEqualTo(404);
        assertThat(TOWN.ja.post("/c/" + erases.text(), Map.of()).status()).isEqualTo(404);
        assertThat(TOWN.ja.get("/c/" + confirms.text()).page().select("a[href*=/e/]"))
                .isEmpty();
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void a_mail_of_before_with_one_link_goes_on_confirming_and_erasing() {
        LinkToken only = TOWN.office.receiptOfOneLink(Receipt.State.SENT, Town.TODAY);
        assertThat(TOWN.ja.get("/c/" + only.text()).status()).isEqualTo(200);
        assertThat(TOWN.ja.get("/e/" + only.text()).status()).isEqualTo(200);
        TOWN.ja.post("/c/" + only.text(), Map.of());
        TOWN.ja.post("/e/" + only.text(), Map.of("scope", "this"));
        assertThat(TOWN.office.take())
                .extracting(Envelope::kind)
                .containsExactly(EnvelopeKind.CONFIRMATION, EnvelopeKind.ERASURE);
    }

    @Test
    void who_confirms_sees_what() {
        VisitedPlace place = new VisitedPlace(TOWN.spot, Town.MORNING);
        LinkToken link =
                TOWN.office.receipt(Receipt.State.SENT, Town.TODAY, place).confirming();
        String name = requireNonNull(
                        TOWN.ja.get("/" + TOWN.spot).page().select("h1").first())
                .ownText();
        assertThat(name).isNotEmpty();
        assertThat(TOWN.ja.get("/c/" + link.text()).page().select("dl.facts").text())
                .contains(name);
    }

    @Test
    void a_foreign_or_broken_link_is_told_so() {
        for (String token :
                new String[] {LinkToken.random(new SecureRandom()).text(), "x", "%E3%81%82", "a".repeat(5_000)}) {
            assertThat(TOWN.ja.get("/c/" + token).status()).isEqualTo(404);
            assertThat(TOWN.en.post("/e/" + token, Map.of("scope", "all")).title())
                    .isEqualTo("This link is not valid");
        }
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void an_expired_link_is_told_so() {
        LinkToken link = TOWN.office.receipt(Receipt.State.SENT, Town.TODAY.minusDays(15));
        String confirms = "/c/" + link.confirming().text();
        assertThat(TOWN.ja.get(confirms).status()).isEqualTo(410);
        assertThat(TOWN.ja.post(confirms, Map.of()).text()).contains("期限");
        assertThat(TOWN.ja.post("/e/" + link.text(), Map.of("scope", "all")).status())
                .isEqualTo(410);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void what_is_done_already_is_told_so() {
        LinkToken confirmed = TOWN.office.receipt(Receipt.State.CONFIRMED, Town.TODAY);
        assertThat(TOWN.ja.post("/c/" + confirmed.confirming().text(), Map.of()).title())
                .isEqualTo("登録は完了しています");
        LinkToken erased = TOWN.office.receipt(Receipt.State.ERASED, Town.TODAY);
        assertThat(TOWN.ja.get("/e/" + erased.text()).title()).isEqualTo("登録は消去されています");
        assertThat(TOWN.ja.get("/c/" + erased.confirming().text()).status()).isEqualTo(410);
        LinkToken held = TOWN.office.receipt(Receipt.State.HELD, Town.TODAY);
        assertThat(TOWN.ja.get("/e/" + held.text()).text()).contains("お知らせの宛先から外しました", "残す必要がなくなりしだい消去");
        assertThat(TOWN.ja.post("/c/" + held.confirming().text(), Map.of()).status())
                .isEqualTo(410);
        assertThat(TOWN.office.take()).isEmpty();
    }
}
