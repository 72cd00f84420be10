package mica.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static void publish(Town town, LocalDate day, boolean complete, boolean signed) {
        town.databases
                .exchange()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        """
                        insert into directory.ledger_day values (?, ?, 3, 1234, 2, 1, 567, 4, %s)
                        """.formatted(
                                        signed
                                                ? "42, decode(repeat('ab', 32), 'hex'), '2020-06-01T03:00:00Z',"
                                                        + " decode(repeat('cd', 32), 'hex'), decode(repeat('ef', 64),"
                                                        + " 'hex')"
                                                : "null, null, null, null, null"),
                        day,
                        complete));
    }

    @Test
    void everybody_reads_what_was_done_on_each_day() {
        try (Town town = new Town()) {
            publish(town, LocalDate.of(2020, 5, 31), true, false);
            publish(town, LocalDate.of(2020, 6, 1), false, true);
            Browser.Answer page = town.ja.get("/ledger");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.page().select("tbody tr")).hasSize(2);
            Element today = page.page().select("tbody tr").first();
            assertThat(requireNonNull(today).text()).contains("（途中）", "1,234", "567");
            assertThat(today.select("td").eachAttr("data-label"))
                    .containsExactly("送信したお知らせ", "開封の回数", "開封したアドレス", "消去した日数", "消去した登録", "保全中の件数");
            assertThat(requireNonNull(page.page().select("tbody tr").last()).text())
                    .doesNotContain("途中");
            assertThat(page.page().select("code").eachText())
                    .containsExactly("ab".repeat(32), "ef".repeat(64), "cd".repeat(32));
            assertThat(town.en.get("/ledger").page().select("h1").text()).isEqualTo("What we did");
            assertThat(town.ja.get("/").page().select("a[href=/ledger]")).isNotEmpty();
        }
    }

    @Test
    void machines_read_the_same() throws Exception {
        try (Town town = new Town()) {
            publish(town, LocalDate.of(2020, 5, 31), true, false);
            publish(town, LocalDate.of(2020, 6, 1), false, true);
            Browser.Answer answer = town.ja.get("/ledger.json");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            JsonNode days = new ObjectMapper().readTree(answer.body());
            assertThat(days).hasSize(2);
            assertThat(days.get(0).get("day").asText()).isEqualTo("2020-06-01");
            assertThat(days.get(0).get("complete").asBoolean()).isFalse();
            assertThat(days.get(0).get("addressesOpened").asLong()).isEqualTo(1_234);
            assertThat(days.get(0).get("head").get("number").asLong()).isEqualTo(42);
            assertThat(days.get(0).get("head").get("hash").asText()).isEqualTo("ab".repeat(32));
            assertThat(days.get(1).get("head").isNull()).isTrue();
        }
    }

    @Test
    void before_anything_is_published_the_page_says_so() {
        try (Town town = new Town()) {
            assertThat(town.ja.get("/ledger").body()).contains("公開できる記録は、まだありません");
            assertThat(town.ja.get("/ledger.json").body()).isEqualTo("[]");
        }
    }
}
