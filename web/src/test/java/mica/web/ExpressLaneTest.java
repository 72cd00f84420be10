package mica.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A server with a lane before its routes, which says what it did: each answer names who gave it. */
class ExpressLaneTest {

    private static final String LANE = "/lane";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private static final WebServer SERVER = WebServer.start(
            new WebConfiguration("127.0.0.1", 0, 100_000, false),
            new Site(new Texts("mica.web"), "jte.none", new Assets("mica.css"), ExpressLaneTest::service, ctx -> List.of()),
            new Says(),
            config -> config.routes.post(
                    LANE,
                    ctx -> ctx.result("routes " + ctx.attribute("known") + " "
                            + Form.posted(ctx).raw("do")),
                    Access.ANYONE));

    /** Goes on as the form asks. */
    private static final class Says implements Express {

        @Override
        public boolean isFor(String path) {
            return path.equals(LANE);
        }

        @Override
        public void take(ExpressForm form) {
            switch (form.form().raw("do")) {
                case "redirect" -> form.redirect("/done?" + form.language().tag());
                case "turn-away" -> form.turnAway("<p>" + form.form().raw("typed"), Duration.ofSeconds(7));
                case "know" -> form.leave("known", "already");
                case "break" -> throw new IllegalStateException("a bug");
                default -> form.leave();
            }
        }
    }

    private static ServiceFacts service() {
        return new ServiceFacts(
                ServiceFacts.State.OPEN,
                Map.of("ja", "試験"),
                Map.of("ja", "宮城県"),
                Map.of(),
                Disease.of(Map.of("ja", "感染症"), 14),
                "－",
                "",
                Map.of("ja", "－"),
                "",
                "Asia/Tokyo",
                List.of(),
                List.of(),
                null,
                false,
                List.of());
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static HttpRequest.Builder form(String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + LANE))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> answer(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_redirect_is_the_whole_answer_and_has_the_heads_of_every_page() throws Exception {
        HttpResponse<String> answer = answer(form("do=redirect").header("Accept-Language", "en-GB,en;q=0.9"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/done?" + Language.EN.tag());
        assertThat(answer.headers().firstValue("Content-Length")).contains("0");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(answer(form("do=redirect").header("Cookie", "lang=ja").header("Accept-Language", "en"))
                        .headers()
                        .firstValue("Location"))
                .contains("/done?ja");
    }

    @Test
    void who_is_turned_away_gets_the_page_and_when_to_come_again() throws Exception {
        HttpResponse<String> answer = answer(form("do=turn-away&typed=%E5%90%8D"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("<p>名");
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void what_is_left_goes_to_the_routes_with_its_body_and_with_what_is_known() throws Exception {
        assertThat(answer(form("do=leave")).body()).isEqualTo("routes null leave");
        assertThat(answer(form("do=know")).body()).isEqualTo("routes already know");
        assertThat(answer(form("do=break")).body()).isEqualTo("routes null break");
    }

    @Test
    void what_is_doubtful_by_its_head_goes_to_the_routes_at_once() throws Exception {
        assertThat(answer(form("do=redirect&long=" + "a".repeat(3_000))).body()).isEqualTo("routes null redirect");
        assertThat(answer(form("do=redirect").setHeader("Content-Type", "text/plain"))
                        .statusCode())
                .isEqualTo(200);
        HttpRequest.Builder query = form("do=redirect")
                .uri(URI.create("http://127.0.0.1:" + SERVER.port() + LANE + "?lang=en"));
        assertThat(answer(query).body()).isEqualTo("routes null redirect");
    }
}
