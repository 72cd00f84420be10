package mica.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.LinkToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class BadInputTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Town TOWN = new Town();

    @AfterAll
    static void close() {
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.take();
    }

    static List<String> hostile() {
        return List.of(
                "a@example.jp\r\nBcc: b@example.jp",
                "<script>alert(1)</script>@example.jp",
                "'; drop table mailbox.envelope; --",
                "=HYPERLINK(\"x\")",
                "\u202Egpj.elpmaxe@a",
                "a\u0000b@example.jp",
                "名前@例え.jp",
                "😀@example.jp",
                "\"very odd\"@example.jp",
                "a@[127.0.0.1]",
                "a".repeat(10_000) + "@example.jp",
                "あ".repeat(10_000),
                "@".repeat(100),
                "a@b@c",
                " ");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_hostile_address_is_refused_shown_again_and_never_stored(String typed) {
        Browser.Answer answer = TOWN.ja.post("/" + TOWN.spot, Map.of("email", typed));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().select("script:not([src^=/assets/])")).isEmpty();
        assertThat(answer.page().select("#email-error")).hasSize(1);
        String shown = answer.page()
                .select("#email")
                .attr("value")
                .replace("\uFFFD", "")
                .replace("\r\n", "\n");
        assertThat(shown).isEqualTo(typed.replace("\u0000", "").replace("\r\n", "\n"));
        assertThat(TOWN.office.take()).isEmpty();
    }

    private static Map<String, String> application(String name) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("kana", "きっさ");
        fields.put("sector", "restaurant");
        fields.put("postalCode", "9800811");
        fields.put("municipality", "石巻市");
        fields.put("address", "一番町三丁目8番1号");
        fields.put("phone", "022-000-0000");
        fields.put("contactPerson", "担当者");
        fields.put("email", "shop@example.jp");
        fields.put("spots", "入口");
        fields.put("listed", "no");
        fields.put("agreement", "on");
        return fields;
    }

    static List<String> badNames() {
        return List.of("喫茶\n髙﨑", "喫茶\u2028髙﨑", "\u202E店", "店\u0007", "店\u200B", "あ".repeat(10_000), "店\uFFFD", "　");
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void a_venue_name_that_could_do_harm_is_refused_and_kept(String name) {
        Browser.Answer answer = TOWN.ja.post("/apply/send", application(name));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.page().select("#errors li")).hasSize(1);
        assertThat(answer.page().select("#name").attr("value")).isEqualTo(name);
        assertThat(TOWN.office.take()).isEmpty();
    }

    static List<String> goodNames() {
        return List.of(
                "𠮷野家",
                "髙﨑",
                "葛\uDB40\uDD00城",
                "👨‍👩‍👧‍👦 カフェ",
                "=SUM(A1)",
                "<b>店</b>",
                "O'Neil & \"Sons\"",
                "@cmd",
                "&#x41;");
    }

    @ParameterizedTest
    @MethodSource("goodNames")
    void an_unusual_venue_name_passes_unchanged_and_harmless(String name) {
        Browser.Answer check = TOWN.ja.post("/apply/check", application(name));
        assertThat(check.status()).isEqualTo(200);
        assertThat(requireNonNull(check.page().select(".answers dd span").first())
                        .wholeText())
                .isEqualTo(name);
        assertThat(check.fields()).containsEntry("name", name);
        assertThat(TOWN.ja.post("/apply/send", check.fields()).status()).isEqualTo(303);
        assertThat(TOWN.office.take()).hasSize(1);
    }

    @Test
    void other_encodings_and_broken_octets_are_refused_as_unreadable() {
        byte[] shiftJis = ("email=" + "名前@example.jp").getBytes(Charset.forName("Shift_JIS"));
        assertThat(TOWN.ja.postRaw("/" + TOWN.spot, FORM, shiftJis).status()).isEqualTo(422);
        for (String body : List.of(
                "email=%ED%A0%80@example.jp", "email=%zz", "email=%", "email=%FF%FE", "=", "&&&", "", "email", "%")) {
            Browser.Answer answer = TOWN.ja.postRaw("/" + TOWN.spot, FORM, body.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer.status()).as(body).isEqualTo(422);
        }
        byte[] name = "name=".concat("店").getBytes(Charset.forName("Shift_JIS"));
        assertThat(TOWN.ja
                        .postRaw("/apply/check", FORM, name)
                        .page()
                        .select("#name-error")
                        .text())
                .contains("読み取れない文字");
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void other_kinds_of_bodies_are_no_crash() throws Exception {
        String body = "email=a@@example.jp";
        for (String type : List.of(
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/json",
                "text/plain; charset=no",
                "text/plain; charset=\"",
                "x")) {
            assertThat(raw("POST /" + TOWN.spot + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body))
                    .as(type)
                    .matches("(?s)HTTP/1.1 4\\d\\d.*");
        }
    }

    @Test
    void a_body_that_is_far_too_large_is_told_so() {
        byte[] body = ("email=" + "a".repeat(700_000)).getBytes(StandardCharsets.US_ASCII);
        Browser.Answer answer = TOWN.ja.postRaw("/" + TOWN.spot, FORM, body);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.title()).contains("大きすぎます");
    }

    @Test
    void a_wrong_method_is_told_so() {
        assertThat(TOWN.ja.post("/about", Map.of()).status()).isIn(404, 405);
        assertThat(TOWN.ja.post("/venues", Map.of()).status()).isIn(404, 405);
    }

    @Test
    void a_post_from_a_foreign_page_is_refused() {
        var request = TOWN.ja
                .request("/" + TOWN.spot)
                .header("Content-Type", FORM)
                .header("Origin", "https://foreign.example")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("email=a@example.jp"));
        assertThat(TOWN.ja.send(request).status()).isEqualTo(403);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void broken_address_lines_get_a_page_in_the_reader_s_language() throws Exception {
        for (String target : List.of(
                "/%zz",
                "/%ff",
                "/?lang=%zz",
                "/?lang=%ff",
                "/venues?q=%ff%zz&sector=%",
                "/a%00b",
                "/..%2f..%2fx",
                "/a;b=c",
                "/%2e%2e/x",
                "/?%%%")) {
            String answer = raw("GET " + target
                    + " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: ja\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(target).matches("(?s)HTTP/1.1 [24]\\d\\d.*").contains("lang=\"ja\"");
            assertThat(answer).doesNotContain("Jetty").doesNotContain("Exception");
        }
    }

    @Test
    void where_the_reader_s_language_is_not_known_the_page_is_in_all() throws Exception {
        assertThat(raw("GET /a%00b HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\nConnection: close\r\n\r\n"))
                .contains("Please go back and try again.");
    }

    @Test
    void odd_heads_are_no_crash() throws Exception {
        for (String head : List.of(
                "Cookie: lang=\"",
                "Cookie: =;;=,lang=%zz",
                "Accept-Language: ,,;q=x",
                "Accept-Language: *",
                "Cookie: lang=xx")) {
            assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\nConnection: close\r\n\r\n"))
                    .as(head)
                    .matches("(?s)HTTP/1.1 [24]\\d\\d.*");
        }
    }

    @Test
    void no_log_line_holds_an_address_or_a_token() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        LinkToken link = TOWN.office.receipt(Receipt.State.SENT, Town.TODAY);
        try {
            TOWN.ja.post("/" + TOWN.spot, Map.of("email", "whoever@example.jp"));
            TOWN.ja.post("/" + TOWN.spot, Map.of("email", "whoever@@example.jp"));
            TOWN.ja.post("/c/" + link.confirming().text(), Map.of());
            TOWN.ja.get("/status/" + link.text());
            TOWN.office.reply(link, new byte[100]);
            TOWN.ja.get("/status/" + link.text());
            TOWN.clock.set(java.time.Instant.parse("2027-01-01T00:00:00Z"));
            TOWN.ja.post("/" + TOWN.spot, Map.of("email", "whoever@example.jp"));
            raw("POST /" + TOWN.spot
                    + "?whoever=%zz HTTP/1.1\r\n"
                    + "Host: localhost\r\n"
                    + "Content-Length: 9999\r\n"
                    + "Connection: close\r\n\r\n"
                    + "email=whoever");
        } finally {
            TOWN.clock.set(Town.MORNING);
            root.setLevel(Level.WARN);
            root.detachAppender(lines);
        }
        assertThat(lines.list).isNotEmpty();
        for (ILoggingEvent line : List.copyOf(lines.list)) {
            String whole = line.getFormattedMessage()
                    + (line.getThrowableProxy() == null
                            ? ""
                            : line.getThrowableProxy().getMessage());
            assertThat(whole).doesNotContain("whoever").doesNotContain(link.text());
        }
    }

    private static String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", TOWN.front.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            if (request.startsWith("POST")) {
                socket.shutdownOutput();
            }
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
