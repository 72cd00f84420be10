package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two fronts at one exchange: one has what it needs at hand and takes check-ins by the express, the other never. */
class ExpressTest {

    private static final String MARK = "0123456789abcdef0123456789abcdef";
    private static final Town TOWN = new Town();
    private static final Front FRONT = Front.start(
            FrontConfiguration.of("127.0.0.1", 0, TOWN.databases.frontExchange(), List.of(TOWN.office.signingKey()))
                    .withDirectoryAge(Duration.ofHours(1))
                    .withStampKey("a key for the tests only"),
            TOWN.clock);

    private final Browser express = new Browser(FRONT.port(), "ja");
    private final Browser usual = TOWN.ja;
    private final String door = "/" + TOWN.spot;

    @AfterAll
    static void close() {
        FRONT.close();
        TOWN.close();
    }

    @BeforeEach
    void everythingAtHand() {
        TOWN.clock.set(Town.MORNING);
        express.post(door, form("first@example.jp"));
        TOWN.office.take();
    }

    private static Map<String, String> form(String email) {
        return new TreeMap<>(Map.of("email", email, "visit", MARK));
    }

    /** The express answers a redirect without a body; the routes write one word into it. */
    private static boolean isExpress(Browser.Answer answer) {
        return answer.status() == 303 && answer.header("Content-Length").equals("0");
    }

    private static Map<String, List<String>> headers(Browser.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("content-length", "content-type", "date", "location"));
        return headers;
    }

    @Test
    void both_ways_store_the_same_and_answer_the_same() {
        Browser.Answer quick = express.post(door, form("Name@example.jp"));
        Envelope byExpress = TOWN.office.take().getFirst();
        Browser.Answer slow = usual.post(door, form("Name@example.jp"));
        Envelope byRoutes = TOWN.office.take().getFirst();

        assertThat(isExpress(quick)).isTrue();
        assertThat(isExpress(slow)).isFalse();
        assertThat(slow.status()).isEqualTo(303);
        assertThat(quick.header("Location")).isEqualTo(slow.header("Location"));
        assertThat(headers(quick)).isEqualTo(headers(slow)).containsKey("content-security-policy");
        assertThat(byExpress.id()).isEqualTo(byRoutes.id());
        assertThat(byExpress.kind()).isEqualTo(byRoutes.kind());
        assertThat(byExpress.open()).isEqualTo(byRoutes.open());
        for (KeyPurpose purpose : byRoutes.kind().seals()) {
            assertThat(TOWN.office.openText(byExpress, purpose)).isEqualTo("Name@example.jp");
        }
        assertThat(usual.get(quick.header("Location")).title()).isEqualTo("申請完了");
    }

    @Test
    void the_language_is_the_one_kept_in_the_cookie_or_else_the_browser_s() {
        HttpRequest.Builder kept = express.request(door)
                .header("Cookie", "other=ja; lang=en")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("email=a%40example.jp&visit=" + MARK));
        assertThat(isExpress(express.send(kept))).isTrue();
        Browser english = new Browser(FRONT.port(), "en-GB,en;q=0.9");
        assertThat(isExpress(english.post(door, form("b@example.jp")))).isTrue();
        assertThat(isExpress(express.post(door, form("c@example.jp")))).isTrue();
        assertThat(TOWN.office.take())
                .extracting(envelope -> CheckIn.fromBytes(envelope.open()).language())
                .containsExactly(TestLanguages.EN, TestLanguages.EN, TestLanguages.JA);
    }

    @Test
    void what_is_wrong_gets_its_page_from_the_routes_with_what_was_typed() {
        Browser.Answer wrong = express.post(door, form("name＠＠<b>\""));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.page().select("#email").attr("value")).isEqualTo("name＠＠<b>\"");
        assertThat(wrong.fields()).containsEntry("visit", MARK);
        assertThat(express.post("/ABCDEFGHJK", form("a@example.jp")).text()).contains("ABCDEFGHJK");
        assertThat(express.post("/apply/send", Map.of()).status()).isLessThan(500);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void without_the_mark_of_a_page_a_check_in_is_taken_and_marked_anew() {
        assertThat(express.post(door, Map.of("email", "a@example.jp")).status()).isEqualTo(303);
        assertThat(express.post(door, Map.of("email", "a@example.jp", "visit", "../x"))
                        .status())
                .isEqualTo(303);
        assertThat(TOWN.office.take().stream().map(Envelope::id).distinct()).hasSize(2);
    }

    @Test
    void a_paused_venue_takes_nothing() {
        SpotCode paused = TOWN.office.spot(TOWN.office.venue("居酒屋", "イザカヤ", VenueFacts.State.PAUSED, true), "入口", 1);
        assertThat(express.get("/" + paused).status()).isEqualTo(409);
        assertThat(express.post("/" + paused, form("a@example.jp")).status()).isEqualTo(409);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void a_foreign_page_cannot_send_the_form() {
        for (String[] header : new String[][] {
            {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}
        }) {
            HttpRequest.Builder request = express.request(door)
                    .header(header[0], header[1])
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("email=a%40example.jp&visit=" + MARK));
            assertThat(express.send(request).status()).as(header[1]).isEqualTo(403);
        }
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void behind_tls_the_browser_is_told_to_stay_there() {
        HttpRequest.Builder request = express.request(door)
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("email=a%40example.jp&visit=" + MARK));
        Browser.Answer answer = express.send(request);
        assertThat(isExpress(answer)).isTrue();
        assertThat(answer.header("Strict-Transport-Security")).isNotEmpty();
    }

    @Test
    void without_a_key_of_the_day_nothing_is_taken_and_what_was_typed_stays() {
        TOWN.clock.set(Instant.parse("2026-05-12T01:00:00Z"));
        Browser.Answer answer = express.post(door, form("name@example.jp"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.page().select("#email").attr("value")).isEqualTo("name@example.jp");
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void when_the_mailbox_takes_nothing_the_express_says_so_with_what_was_typed() {
        TOWN.databases.exchange().jdbi().useHandle(handle -> {
            handle.execute("revoke execute on function mailbox.put(bytea[]) from mica_front");
            Browser.Answer answer = express.post(door, form("name@example.jp"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.page().select("#email").attr("value")).isEqualTo("name@example.jp");
            assertThat(answer.text()).contains("まだ登録されていません");
            handle.execute("grant execute on function mailbox.put(bytea[]) to mica_front");
        });
        assertThat(isExpress(express.post(door, form("name@example.jp")))).isTrue();
    }

    @Test
    void a_form_that_arrives_in_pieces_and_two_sent_at_once_are_answered_in_turn() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", FRONT.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            String first = raw("a");
            for (int cut : new int[] {5, first.length() - 30, first.length()}) {
                int from = cut == 5 ? 0 : cut == first.length() ? first.length() - 30 : 5;
                socket.getOutputStream().write(first.substring(from, cut).getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                Thread.yield();
            }
            assertThat(head(socket.getInputStream()))
                    .startsWith("HTTP/1.1 303 ")
                    .contains(door + "/accepted/");
            socket.getOutputStream().write((raw("b") + raw("@@") + raw("c")).getBytes(StandardCharsets.US_ASCII));
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 303 ");
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 422 ");
        }
        assertThat(TOWN.office.take()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void a_form_longer_than_any_check_in_is_refused_by_the_routes_as_typed() {
        String long10000 = "x".repeat(10_000);
        Browser.Answer answer = express.post(door, form(long10000));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().select("#email").attr("value")).isEqualTo(long10000);
    }

    @Test
    void somebody_who_goes_away_in_the_middle_of_a_form_disturbs_nobody() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", FRONT.port())) {
            String form = raw("a");
            socket.getOutputStream().write(form.substring(0, form.length() - 10).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(isExpress(express.post(door, form("name@example.jp")))).isTrue();
        assertThat(TOWN.office.take()).hasSize(1);
    }

    private String raw(String name) {
        String body = "visit=" + MARK + "&email=" + name + "%40example.jp";
        return "POST " + door + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The head of one answer; its body is read too. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) octet);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            in.readNBytes(Integer.parseInt(
                    lower.substring(at + 15, lower.indexOf('\r', at)).strip()));
        }
        return head.toString();
    }
}
