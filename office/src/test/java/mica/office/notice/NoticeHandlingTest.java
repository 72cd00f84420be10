package mica.office.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What officers see without asking, and what a key does that they did not mean. */
class NoticeHandlingTest extends NoticeScreens {

    @Test
    @Timeout(120)
    void the_numbers_are_told_as_they_come_and_the_telling_ends_with_the_office() throws Exception {
        String href = asked();
        approver.post(href + "/approve", fields(page(approver.get(href), 200), "form[action$=/approve]"));
        HttpResponse<java.io.InputStream> answer = author.open(href + "/events");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
        try (BufferedReader told = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(told.readLine()).contains("\"accepted\":\"0\"");
            console.office
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "insert into notice_outcome (notice_id, mail_domain, outcome, people, uncertain, first_at,"
                                    + " last_at) values (?, 'example.jp', 'ACCEPTED', 2, 0, now(), now())",
                            UUID.fromString(href.substring(href.lastIndexOf('/') + 1))));
            String line = told.readLine();
            while (!line.contains("\"accepted\":\"2\"")) {
                line = told.readLine();
            }

            console.console.close();

            assertThatCode(() -> {
                        while (told.readLine() != null) {
                            continue;
                        }
                    })
                    .satisfiesAnyOf(
                            ended -> assertThat(ended).isNull(),
                            cut -> assertThat(cut).isInstanceOf(java.io.IOException.class));
        }
    }

    @Test
    void enter_in_a_field_of_the_draft_searches_or_keeps_and_takes_no_venue_out() {
        String href = opened();
        Document picked =
                page(press(author, href + "/edit", form(author.get(href + "/edit")), "add:" + venue.value()), 200);
        String first = requireNonNull(picked.select("#draft button").first()).val();
        Map<String, String> form = fields(picked);
        period(form, "09:00", "11:00");
        form.put("words", "いざかや");
        Document found = page(press(author, href + "/edit", form, first), 200);
        assertThat(found.select("#results").text()).contains("居酒屋𠮷<b>");
        assertThat(found.select("input[name=venue]").eachAttr("value")).containsExactly(venue.value());

        assertThat(press(author, href + "/edit", fields(found), first).statusCode())
                .isEqualTo(303);

        Document kept = page(author.get(href + "/edit"), 200);
        assertThat(kept.select("input[name=venue]").eachAttr("value")).containsExactly(venue.value());
        assertThat(kept.select("#fromTime").val()).isEqualTo("09:00");
    }

    @Test
    void enter_does_not_take_back_what_waits_for_approval() {
        String href = asked();
        Document waiting = page(author.get(href + "/edit"), 200);
        Map<String, String> form = fields(waiting);
        form.put("subject-ja", "書きかえ");

        Document answer = page(
                press(
                        author,
                        href + "/edit",
                        form,
                        requireNonNull(waiting.select("#draft button").first()).val()),
                200);

        assertThat(answer.select("#subject-ja").val()).isEqualTo("書きかえ");
        assertThat(page(approver.get(href), 200).select("form[action$=/approve]"))
                .hasSize(1);
    }
}
