package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.PseudoLanguage;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryPageTest {

    /** Venues, spots and what the application of {@link Office#status} holds; the days of the week and months are CLDR's. */
    private static final String DATA =
            "喫茶 髙﨑|キッサ タカサキ|入口|すし処|所在地を確認できませんでした。|建物の名前も書いてください。" + "|\\b(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat|Apr|May)\\b";

    private static List<Browser.Answer> everyPage(Town town, Browser browser) {
        LinkToken sent = town.office.receipt(Receipt.State.SENT, Town.TODAY);
        LinkToken returned = LinkToken.random(new java.security.SecureRandom());
        town.office.reply(returned, Office.status(returned, ApplicationStatus.State.RETURNED));
        String status = "/status/" + returned.text();
        List<Browser.Answer> pages = new ArrayList<>();
        for (String path : List.of(
                "/",
                "/about",
                "/privacy",
                "/accessibility",
                "/ledger",
                "/apply",
                "/venues",
                "/SAMPLE",
                "/" + town.spot,
                "/ABCDEFGHJK",
                "/c/" + sent.confirming().text(),
                "/e/" + sent.text(),
                "/c/x",
                status,
                status + "/correct",
                status + "/withdraw",
                status + "/sent",
                "/status/" + sent.text(),
                "/apply/done/" + sent.text(),
                "/no/such/page")) {
            pages.add(browser.get(path));
        }
        pages.add(browser.post("/apply/check", Map.of("x", "y")));
        pages.add(browser.post(
                status + "/correct/check", browser.get(status + "/correct").fields()));
        pages.add(browser.post("/" + town.spot, Map.of("email", "")));
        Browser.Answer registered = browser.post("/" + town.spot, Map.of("email", "a@example.jp"));
        pages.add(browser.get(registered.header("Location").isEmpty() ? "/" : registered.header("Location")));
        return pages;
    }

    /** Words that a page got from elsewhere than from a bundle, without what venues, applicants and addresses are called. */
    private static Set<String> untranslated(Document page) {
        Document read = page.clone();
        // Names of languages, choices of municipalities, and what somebody typed.
        read.select("nav.lang, option, textarea, dd, script, style, time").remove();
        StringBuilder words = new StringBuilder(read.text());
        for (String attribute : List.of("alt", "title", "aria-label", "placeholder")) {
            read.select("[" + attribute + "]")
                    .forEach(element -> words.append(' ').append(element.attr(attribute)));
        }
        Set<String> foreign = PseudoLanguage.foreign(words.toString()
                .replaceAll("\\S+@\\S+|https?://\\S+|\\b[0-9A-Z-]{6,}\\b", " ")
                .replaceAll(DATA, " "));
        // Addresses of places have no hiragana, sentences have.
        foreign.removeIf(word -> word.matches("[\\p{IsHan}\\p{IsKatakana}]+"));
        return foreign;
    }

    @ParameterizedTest
    @EnumSource
    void every_page_is_whole_in_every_language_and_state(ServiceFacts.State state) {
        try (Town town = new Town()) {
            town.office.publish(Office.SERVICE.withState(state));
            for (Browser browser : List.of(town.ja, town.en, town.pseudo)) {
                String language = browser == town.ja ? "ja" : browser == town.en ? "en" : PseudoLanguage.TAG;
                for (Browser.Answer page : everyPage(town, browser)) {
                    String what = page.title() + " " + page.status();
                    assertThat(page.body())
                            .as(what)
                            .doesNotContain("⟦")
                            .doesNotContain("{0}")
                            .doesNotContain("{1}");
                    assertThat(page.status()).as(what).isLessThan(500);
                    assertThat(page.page().select("html").attr("lang")).isEqualTo(language);
                    assertThat(page.page().select("h1")).as(what).hasSize(1);
                    assertThat(page.page().select("[style],[onclick],script:not([src])"))
                            .as(what)
                            .isEmpty();
                    assertThat(page.page().select("[id]").eachAttr("id"))
                            .as(what)
                            .doesNotHaveDuplicates();
                    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
                    for (var field : page.page()
                            .select("main input:not([type=hidden],[type=radio]),main select,main textarea")) {
                        assertThat(page.page()
                                                .select("label[for=" + field.id() + "]")
                                                .size()
                                        + field.parents().select("label").size())
                                .as(what + " " + field.id())
                                .isPositive();
                    }
                    boolean told = !page.page().select("#errors").isEmpty();
                    assertThat(told || page.status() != 422).as(what).isTrue();
                    if (told) {
                        assertThat(page.page().title())
                                .as(what)
                                .matches(
                                        switch (language) {
                                            case "ja" -> "エラー：.+";
                                            case "en" -> "Error: .+";
                                            default -> PseudoLanguage.of("Error") + ": .+";
                                        });
                        assertThat(page.page().select("#errors[autofocus][tabindex=-1]"))
                                .as(what)
                                .hasSize(1);
                        assertThat(page.page().select("script[src$=/errors.js]"))
                                .as(what)
                                .hasSize(1);
                    }
                    for (var link : page.page().select("#errors a")) {
                        String field = link.attr("href").substring(1);
                        assertThat(page.page()
                                        .select("#" + field + "[aria-invalid=true][aria-describedby~=\\b" + field
                                                + "-error\\b], fieldset[aria-invalid=true][aria-describedby~=\\b"
                                                + field
                                                + "-error\\b] #" + field))
                                .as(what + " " + field)
                                .hasSize(1);
                        assertThat(page.page().select("#" + field + "-error").text())
                                .as(what + " " + field)
                                .isNotBlank();
                    }
                    if (language.equals(PseudoLanguage.TAG)) {
                        assertThat(untranslated(page.page())).as(what).isEmpty();
                    }
                    if (language.equals("en")) {
                        assertThat(page.page().select("main h1").text())
                                .as(what)
                                .doesNotContainPattern("[ぁ-ん]");
                    }
                }
            }
        }
    }

    @Test
    void a_chosen_language_is_kept() {
        try (Town town = new Town()) {
            Browser.Answer answer = town.ja.get("/about?lang=en");
            assertThat(answer.title()).isEqualTo("How it works");
            assertThat(answer.header("Set-Cookie")).startsWith("lang=en");
        }
    }

    @Test
    void a_front_before_its_office_still_answers() {
        try (Town town = new Town()) {
            town.databases.exchange().jdbi().useHandle(handle -> handle.execute("delete from directory.service"));
            assertThat(town.ja.get("/").status()).isEqualTo(200);
            assertThat(town.ja
                            .post("/" + town.spot, Map.of("email", "a@example.jp"))
                            .status())
                    .isEqualTo(409);
        }
    }
}
