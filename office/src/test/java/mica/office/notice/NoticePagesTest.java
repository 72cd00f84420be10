package mica.office.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import mica.office.delivery.NoticeReturns;
import mica.office.ledger.LedgerReading;
import mica.office.message.SentMail;
import mica.office.officers.Role;
import mica.office.outcome.Meaning.Consequence;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The officers' way through the screens, without a script. */
class NoticePagesTest extends NoticeScreens {

    @Test
    void a_case_goes_from_search_to_sending_through_the_forms_alone() {
        String href = opened();
        Map<String, String> form = form(author.get(href + "/edit"));
        form.put("words", "いざかや");
        Document found = page(press(author, href + "/edit", form, "search"), 200);
        assertThat(found.select("#results").text()).contains("居酒屋𠮷<b>").contains("青葉区1-1");

        Document picked = page(press(author, href + "/edit", fields(found), "add:" + venue.value()), 200);
        assertThat(picked.select("input[name=spot-" + venue.value() + "][checked]"))
                .hasSize(2);

        form = fields(picked);
        period(form, "09:00", "11:00");
        Document counted = page(press(author, href + "/edit", form, "count"), 200);
        assertThat(counted.select("[data-count-of=all]").text()).isEqualTo("3人");
        assertThat(counted.select("[data-count-of=unconfirmed]").text()).isEqualTo("1人");

        Document written = page(press(author, href + "/edit", fields(counted), "write"), 200);
        assertThat(written.select("#body-ja").val()).contains("居酒屋𠮷<b>").contains("022-211-2632");
        assertThat(press(author, href + "/edit", fields(written), "check").statusCode())
                .isEqualTo(303);

        Document checked = page(author.get(href + "/check"), 200);
        assertThat(checked.select("#findings").text()).contains("気になる点は見つかりませんでした");
        HttpResponse<String> preview = author.get(href + "/preview?in=ja");
        assertThat(preview.body()).contains("居酒屋𠮷&lt;b&gt;");
        assertThat(preview.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(preview.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("frame-ancestors 'self'")
                .contains("sandbox");
        assertThat(author.post(href + "/test", Map.of("language", "ja")).statusCode())
                .isEqualTo(303);
        assertThat(page(author.get(href + "/check"), 200).select("p.done").text())
                .contains("（a***@example.jp）");
        assertThat(count("select count(*) from mail where kind = 'NOTICE_TEST'"))
                .isEqualTo(1);
        assertThat(author.post(href + "/ask", fields(checked, "form[action$=/ask]"))
                        .statusCode())
                .isEqualTo(303);

        Document approval = page(approver.get(href), 200);
        assertThat(approval.select("form[action$=/approve] button").text()).isEqualTo("承認して3人に送信する");
        assertThat(page(author.get(href), 200).select("form[action$=/approve]")).isEmpty();
        assertThat(approver.post(href + "/approve", fields(approval, "form[action$=/approve]"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(page(approver.get(href), 200).select("#progress").attr("data-state"))
                .isEqualTo("SENDING");
        assertThat(count("select count(*) from recipient")).isEqualTo(3);
    }

    @Test
    void wrong_periods_are_told_and_everything_typed_is_kept() {
        String href = opened();
        for (var wrong : Map.of(
                        "おわり", new String[] {"2020-06-01", "11:00", "2020-06-01", "09:00"},
                        "これから先", new String[] {"2020-06-01", "09:00", "2020-07-01", "09:00"},
                        "消去", new String[] {"2020-01-01", "09:00", "2020-06-01", "09:00"},
                        "日付を入力", new String[] {"昨日", "09:00", "2020-06-01", "09:00"},
                        "時刻を入力", new String[] {"2020-06-01", "25:99", "2020-06-01", "09:00"})
                .entrySet()) {
            Map<String, String> form = form(author.get(href + "/edit"));
            String[] typed = wrong.getValue();
            form.put("fromDate", typed[0]);
            form.put("fromTime", typed[1]);
            form.put("toDate", typed[2]);
            form.put("toTime", typed[3]);
            form.put("body-ja", "書きかけの文 <script>𠮷髙﨑葛󠄀");
            Document page = page(press(author, href + "/edit", form, "save"), 422);
            assertThat(page.select(".errors").text()).contains(wrong.getKey());
            assertThat(page.select("#fromDate").val()).isEqualTo(typed[0]);
            assertThat(page.select("#toTime").val()).isEqualTo(typed[3]);
            assertThat(page.select("#body-ja").val()).contains("書きかけの文 <script>𠮷髙﨑葛󠄀");
        }
        assertThat(count("select max(version) from notice")).isEqualTo(1);
    }

    @Test
    void odd_input_gets_an_answer_and_stores_nothing_half() {
        String href = opened();
        for (String odd : java.util.List.of("x".repeat(10_000), "a\u0000b", "\u202Eabc", "%ED%A0%80", "\uFFFD")) {
            Map<String, String> form = form(author.get(href + "/edit"));
            form.put("body-ja", odd);
            form.put("words", odd);
            form.put("version", odd);
            assertThat(press(author, href + "/edit", form, "save").statusCode()).isIn(303, 422);
            assertThat(press(author, href + "/edit", form, "search").statusCode())
                    .isIn(200, 422);
            assertThat(author.get(href + "/count?venue="
                                    + java.net.URLEncoder.encode(odd, java.nio.charset.StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(author.get("/notices/nonsense").statusCode()).isEqualTo(404);
        assertThat(author.get("/notices?before='%20or%201").statusCode()).isEqualTo(200);
    }

    @Test
    void a_returned_notice_shows_the_word_to_its_author_and_the_changes_to_the_approver() {
        String href = asked();
        Document approval = page(approver.get(href), 200);
        Map<String, String> back = fields(approval, "form[action$=/return]");
        assertThat(approver.post(href + "/return", back).statusCode()).isEqualTo(422);
        back.put("word", "期間を見直してください");
        assertThat(approver.post(href + "/return", back).statusCode()).isEqualTo(303);

        Document draft = page(author.get(href + "/edit"), 200);
        assertThat(draft.select(".warn").text()).contains("期間を見直してください");
        Map<String, String> form = fields(draft);
        form.put("body-ja", form.get("body-ja") + "\n追記しました。");
        press(author, href + "/edit", form, "check");
        author.post(href + "/ask", fields(page(author.get(href + "/check"), 200), "form[action$=/ask]"));

        assertThat(page(approver.get(href), 200).select(".changes ins").text()).contains("追記しました。");
    }

    @Test
    void an_approver_with_an_old_page_is_told_and_nothing_is_sent() {
        String href = asked();
        Map<String, String> old = fields(page(approver.get(href), 200), "form[action$=/approve]");
        Map<String, String> form = form(author.get(href + "/edit"));
        form.put("body-ja", form.get("body-ja") + "\n追記");
        press(author, href + "/edit", form, "check");
        author.post(href + "/ask", fields(page(author.get(href + "/check"), 200), "form[action$=/ask]"));

        Document answer = page(approver.post(href + "/approve", old), 422);

        assertThat(answer.select(".errors").text()).contains("承認は行われていません");
        assertThat(count("select count(*) from recipient")).isZero();
    }

    @Test
    void a_second_author_does_not_overwrite_unknowingly() {
        String href = opened();
        Map<String, String> first = form(author.get(href + "/edit"));
        Map<String, String> second = form(author.get(href + "/edit"));
        first.put("body-ja", "一人目の文");
        second.put("body-ja", "二人目の文");
        assertThat(press(author, href + "/edit", first, "save").statusCode()).isEqualTo(303);

        Document answer = page(press(author, href + "/edit", second, "save"), 422);

        assertThat(answer.select(".errors").text()).contains("ほかの担当者");
        assertThat(answer.select("#body-ja").val()).isEqualTo("二人目の文");
        assertThat(press(author, href + "/edit", fields(answer), "save").statusCode())
                .isEqualTo(303);
    }

    @Test
    void stopping_needs_a_tick_and_the_numbers_can_be_taken_away() {
        String href = asked();
        approver.post(href + "/approve", fields(page(approver.get(href), 200), "form[action$=/approve]"));
        assertThat(author.post(href + "/pause", Map.of()).statusCode()).isEqualTo(303);
        assertThat(page(author.get(href), 200).select("form[action$=/resume]")).hasSize(1);
        assertThat(author.post(href + "/stop", Map.of()).statusCode()).isEqualTo(422);
        assertThat(author.post(href + "/stop", Map.of("understood", "on")).statusCode())
                .isEqualTo(303);

        assertThat(page(author.get(href), 200).select("h1").text())
                .contains("お知らせの記録")
                .contains("中止");
        HttpResponse<String> csv = author.get(href + "/counts.csv");
        assertThat(csv.body()).contains("送信する人数,3").doesNotContain("@");
        assertThat(LedgerReading.of(console.office.jdbi()))
                .last()
                .asString()
                .startsWith("NOTICE_REPORT_EXPORTED "
                        + requireNonNull(console.officerOf.get(Role.AUTHOR))
                                .officer()
                                .id() + " {hash=");
        assertThat(author.get(href + "/events").body()).contains("\"state\":\"STOPPED\"");
    }

    @Test
    void the_report_tells_how_many_copies_came_back_and_why() {
        String href = asked();
        approver.post(href + "/approve", fields(page(approver.get(href), 200), "form[action$=/approve]"));
        author.post(href + "/stop", Map.of("understood", "on"));
        assertThat(page(author.get(href), 200).text()).doesNotContain("戻ってきた");

        UUID notice = UUID.fromString(href.substring(href.lastIndexOf('/') + 1));
        NoticeReturns returns = new NoticeReturns();
        console.office.jdbi().useTransaction(tx -> {
            for (int again = 0; again < 2; again++) {
                returns.note(tx, new SentMail.Notice(notice, 0), Consequence.PERMANENT, Instant.EPOCH);
                returns.note(tx, new SentMail.Notice(notice, 1), Consequence.PERMANENT, Instant.EPOCH);
                returns.note(tx, new SentMail.Notice(notice, 2), Consequence.UNCERTAIN, Instant.EPOCH);
            }
        });

        Document report = page(author.get(href), 200);
        assertThat(report.text()).contains("宛先がない・受け取れない 2", "一時的な理由 0", "理由がはっきりしない（迷惑メール対策など） 1");
        assertThat(author.get(href + "/counts.csv").body()).contains("宛先がない・受け取れない,2");

        console.office.jdbi().useTransaction(tx -> {
            UUID visit = tx.createQuery("select visit_id from recipient where n = 0")
                    .mapTo(UUID.class)
                    .one();
            NoticeReturns.ofVisits().erase(tx, DAY, java.util.List.of(visit));
        });
        assertThat(count("select count(*) from came_back")).isEqualTo(2);
        assertThat(page(author.get(href), 200).text()).contains("宛先がない・受け取れない 2");
    }

    @Test
    void the_pages_tell_of_how_many_people_nobody_knows_whether_they_were_reached() {
        String href = asked();
        approver.post(href + "/approve", fields(page(approver.get(href), 200), "form[action$=/approve]"));
        UUID notice = UUID.fromString(href.substring(href.lastIndexOf('/') + 1));
        console.office.jdbi().useHandle(handle -> {
            handle.execute("update recipient_chunk set uncertain = 1");
            handle.execute(
                    "insert into notice_outcome (notice_id, mail_domain, outcome, people, uncertain, first_at,"
                            + " last_at) values (?, 'example.jp', 'ACCEPTED', 2, 2, now(), now())",
                    notice);
        });
        assertThat(page(author.get(href), 200).select("[data-n=open]").text()).isEqualTo("1");
        assertThat(page(author.get(href), 200).select("[data-n=several]").text())
                .isEqualTo("2");
        assertThat(page(author.get(href + "/stop"), 200).text()).contains("残りのうち1人は");
        assertThat(author.get(href + "/counts.csv").body()).contains("結果を確認中,1", "分からないまま終わった,0", "送り直して、送信できた,2");

        author.post(href + "/stop", Map.of("understood", "on"));

        assertThat(page(author.get(href), 200).text())
                .containsPattern("送り直して、送信できた.{0,60} 2 ")
                .containsPattern("分からないまま終わった.{0,60} 1 ")
                .contains("送らずに終えた 0");
        assertThat(author.get(href + "/counts.csv").body()).contains("結果を確認中,0", "分からないまま終わった,1");
        assertThat(author.get(href + "/events").body()).contains("\"open\":\"1\"", "\"several\":\"2\"");
    }
}
