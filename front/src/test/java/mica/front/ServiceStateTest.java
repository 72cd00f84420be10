package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.LinkToken;
import mica.exchange.record.Records;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceStateTest {

    private final Town town = new Town();

    @BeforeEach
    void empty() {
        town.office.take();
    }

    @AfterEach
    void close() {
        town.close();
    }

    @Test
    void the_day_of_opening_is_told_until_it_is_past() {
        ServiceFacts preparing = Office.SERVICE.withState(ServiceFacts.State.PREPARING);
        town.office.publish(Records.read(
                Records.write(preparing).replace("\"opensOn\":null", "\"opensOn\":\"2026-04-13\""), ServiceFacts.class));
        for (String path : new String[] {"/", "/" + town.spot}) {
            assertThat(town.ja.get(path).text()).contains("2026年4月13日");
            assertThat(town.en.get(path).text()).contains("13 Apr 2026");
        }
        town.clock.advance(Duration.ofDays(1));
        assertThat(town.ja.get("/").text()).contains("2026年4月13日");
        town.clock.advance(Duration.ofDays(1));
        for (String path : new String[] {"/", "/" + town.spot}) {
            assertThat(town.ja.get(path).text()).contains("準備中").doesNotContain("2026年");
        }
    }

    @Test
    void venues_that_apply_before_the_opening_are_told_that_it_is_early() {
        assertThat(town.ja.get("/apply").text()).doesNotContain("開始に先立って");
        town.office.publish(Office.SERVICE.withState(ServiceFacts.State.PREPARING));
        assertThat(town.ja.get("/apply").text()).contains("開始に先立って");
    }

    @Test
    void after_the_end_every_page_for_newcomers_says_so() {
        assertThat(town.ja.get("/about").page().select("nav.menu a")).hasSize(4);
        town.office.publish(Office.SERVICE.withState(ServiceFacts.State.ENDED));
        assertThat(town.ja.get("/").status()).isEqualTo(200);
        assertThat(town.ja.get("/").text()).contains("終了しました", "14日を過ぎると、自動で消去します", "掲示を取り外して");
        for (String path : new String[] {"/" + town.spot, "/apply", "/venues"}) {
            assertThat(town.ja.get(path).status()).as(path).isEqualTo(410);
            assertThat(town.ja.get(path).title()).as(path).isEqualTo("このサービスは終了しました");
        }
        assertThat(town.ja.get("/about").page().select("nav.menu a").eachAttr("href"))
                .containsExactly("/", "/about");
    }

    @Test
    void after_the_end_visitors_can_still_confirm_and_erase_what_is_kept() {
        LinkToken link = town.office.receipt(Receipt.State.SENT, Town.TODAY);
        town.office.publish(Office.SERVICE.withState(ServiceFacts.State.ENDED));
        assertThat(town.ja.post("/c/" + link.confirming().text(), Map.of()).title())
                .isEqualTo("登録完了");
        assertThat(town.ja.get("/e/" + link.text()).page().select("input[type=radio]"))
                .hasSize(2);
        assertThat(town.ja.post("/e/" + link.text(), Map.of("scope", "all")).status())
                .isEqualTo(200);
        assertThat(town.office.take())
                .extracting(Envelope::kind)
                .containsExactly(EnvelopeKind.CONFIRMATION, EnvelopeKind.ERASURE);
    }
}
