package mica.office.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import mica.office.officers.Role;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What an officer sees of how the system is. */
class ConsoleHealthTest {

    @Test
    void the_first_page_says_what_is_not_well_and_what_to_do_about_it() {
        try (TestConsole console = new TestConsole()) {
            TestConsole.Browser officer = console.signedIn(Role.REVIEWER);
            Document well = Jsoup.parse(officer.get("/").body());
            assertThat(well.text()).contains("システムの状態", "すべて正常です。");
            assertThat(well.select("details tr")).hasSize(5);

            console.parts.set(List.of(
                    new Part(
                            "relay",
                            Condition.DOWN,
                            Map.of(
                                    "relay.example:25",
                                    Map.of(
                                            "state", "down",
                                            "says", "in trouble",
                                            "failure", "ConnectException",
                                            "last_success_seconds", 1234))),
                    new Part(
                            "threads",
                            Condition.DEGRADED,
                            Map.of(
                                    "intake",
                                            Map.of("state", "failing", "failure", "UnableToExecuteStatementException"),
                                    "days", Map.of("state", "well", "last_success_seconds", 5))),
                    new Part("quarantine", Condition.WELL, Map.of("kept", 12_351, "last_hour", 0))));
            Document page = Jsoup.parse(officer.get("/").body());
            assertThat(page.select(".warn").text()).contains("対応が必要です。", "メールの中継サーバー", "直りしだい送ります。", "常に動いている処理");
            assertThat(page.select("details").text())
                    .contains("relay.example:25 使えません", "最後に成功したのは1,234秒前", "intake 失敗しています")
                    .contains("12,351件")
                    .doesNotContain("days");
            Document english = Jsoup.parse(officer.get("/?lang=en").body());
            assertThat(english.text())
                    .contains("State of the system", "Someone must act", "Mail relay", "intake fails");
        }
    }
}
