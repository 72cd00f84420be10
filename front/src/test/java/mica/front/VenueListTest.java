package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mica.exchange.directory.VenueFacts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VenueListTest {

    private static final Town TOWN = new Town();

    @BeforeAll
    static void venues() {
        for (int i = 0; i < 45; i++) {
            TOWN.office.venue("食堂 " + i, "ショクドウ " + (100 + i), VenueFacts.State.OPEN, true);
        }
        TOWN.office.venue("会員制の店", "カイイン", VenueFacts.State.OPEN, false);
        TOWN.office.venue("閉めた店", "シメタ", VenueFacts.State.CLOSED, true);
        TOWN.office.venue("はじまりの広場", "ハジマリノヒロバ", "live", "仙台市青葉区", VenueFacts.State.OPEN, true);
    }

    @AfterAll
    static void close() {
        TOWN.close();
    }

    private static List<String> names(Browser.Answer answer) {
        return answer.page().select(".results strong").eachText();
    }

    @Test
    void the_whole_list_can_be_paged_through_without_gaps() {
        List<String> all = new ArrayList<>();
        String next = "/venues";
        while (!next.isEmpty()) {
            Browser.Answer page = TOWN.ja.get(next);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("47件");
            all.addAll(names(page));
            next = page.page().select("a[rel=next]").attr("href");
        }
        assertThat(all).hasSize(47).doesNotHaveDuplicates().doesNotContain("会員制の店", "閉めた店");
    }

    @Test
    void it_can_be_searched_and_filtered() {
        assertThat(names(TOWN.ja.get("/venues?q=%E5%BA%83%E5%A0%B4"))).containsExactly("はじまりの広場");
        assertThat(names(TOWN.ja.get(
                        "/venues?q=" + java.net.URLEncoder.encode("きっさ", java.nio.charset.StandardCharsets.UTF_8))))
                .containsExactly("喫茶 髙﨑");
        assertThat(names(TOWN.ja.get("/venues?sector=live"))).containsExactly("はじまりの広場");
        assertThat(names(TOWN.ja.get("/venues?sector=restaurant&municipality=%E5%A1%A9%E7%AB%88%E5%B8%82")))
                .isEmpty();
        assertThat(TOWN.en.get("/venues?q=nothing").text()).contains("No venue matches");
    }

    @Test
    void odd_questions_are_answered_calmly() {
        for (String query :
                List.of("q=%25%27%3B--", "q=%00", "q=" + "a".repeat(2_000), "after=ABCDEFGHJK", "sector=x", "&&=&q")) {
            assertThat(TOWN.ja.get("/venues?" + query).status()).as(query).isEqualTo(200);
        }
        assertThat(TOWN.ja.get("/venues?q=%00").page().select("#q-error")).hasSize(1);
    }
}
