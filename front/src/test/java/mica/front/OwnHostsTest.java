package mica.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.web.OwnAddresses;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which names a front answers, and whose pages may send its forms; its public address is published by the office. */
class OwnHostsTest {

    private static final String MARK = "0123456789abcdef0123456789abcdef";
    private static final Town TOWN = new Town();
    private static final Front NAMED = Front.start(named(), TOWN.clock);

    private final int port = TOWN.front.port();
    private final String door = "/" + TOWN.spot;

    private static FrontConfiguration named() {
        FrontConfiguration usual = FrontConfiguration.of(
                "127.0.0.1", 0, TOWN.databases.frontExchange(), List.of(TOWN.office.signingKey()));
        OwnAddresses addresses = OwnAddresses.of(List.of("https://Second.example.jp:8443/", "front.internal"));
        return usual.withWeb(usual.web().withAddresses(addresses));
    }

    @AfterAll
    static void close() {
        NAMED.close();
        TOWN.close();
    }

    @BeforeEach
    void empty() {
        TOWN.office.publish(Office.SERVICE);
        TOWN.office.take();
    }

    private static ServiceFacts at(String publicUrl) {
        ServiceFacts usual = Office.SERVICE;
        return new ServiceFacts(
                usual.state(),
                usual.name(),
                usual.authority(),
                usual.department(),
                usual.disease(),
                usual.phone(),
                usual.email(),
                usual.hours(),
                publicUrl,
                usual.timeZone(),
                usual.sectors(),
                usual.municipalities(),
                usual.opensOn(),
                usual.demo(),
                List.of());
    }

    private String register(int to, String host, String heads) {
        return Wire.post(to, host, door, heads, "visit=" + MARK + "&email=a%40example.jp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "mica.example.jp.evil.example",
                "127.0.0.1.evil.example",
                "10.1.2.3",
                "169.254.169.254",
                "2130706433",
                "[::2]",
                "front.internal",
                "localhost@evil.example"
            })
    void a_name_that_is_not_ours_gets_nothing_of_any_page(String host) {
        for (String path :
                List.of("/", door, "/health", "/assets/x/mica.css", "/nothing", "/" + TOWN.spot + "/accepted/x")) {
            String answer = Wire.get(port, host, path);
            assertThat(Wire.status(answer)).as(path).isIn(400, 421);
            assertThat(answer).doesNotContain("髙﨑", "宮城県", host);
        }
        String answer = register(port, host, "Origin: http://" + host + "\r\nSec-Fetch-Site: same-origin\r\n");
        assertThat(Wire.status(answer)).isIn(400, 421);
        assertThat(TOWN.office.take()).isEmpty();
    }

    @Test
    void the_refusal_is_a_word_in_the_reader_s_language() {
        String answer = Wire.send(
                port, "GET / HTTP/1.1\r\nHost: evil.example\r\nAccept-Language: ja\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 421 ")
                .contains("このアドレスでは利用できません")
                .doesNotContain("href");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:80", "mica.example.jp", "MICA.example.jp.:443"
            })
    void our_own_names_are_answered_whatever_their_port(String host) {
        assertThat(Wire.status(Wire.get(port, host, door))).isEqualTo(200);
        assertThat(Wire.status(register(port, host, ""))).isEqualTo(303);
    }

    @Test
    void a_load_balancer_that_names_no_host_is_answered() {
        assertThat(Wire.send(port, "GET /health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void the_published_address_is_followed_when_it_changes() {
        assertThat(Wire.status(Wire.get(port, "new.example.jp", "/"))).isEqualTo(421);
        TOWN.office.publish(at("https://new.example.jp"));
        assertThat(Wire.status(Wire.get(port, "new.example.jp", "/"))).isEqualTo(200);
    }

    @Test
    void a_stock_proxy_names_only_itself_and_forms_of_the_public_address_are_taken() {
        for (String path : List.of(door, "/apply/check")) {
            String body = "email=a%40example.jp";
            assertThat(Wire.status(
                            Wire.post(port, "127.0.0.1:8080", path, "Origin: https://mica.example.jp\r\n", body)))
                    .as(path)
                    .isIn(303, 422);
            for (String foreign : List.of(
                    "https://evil.example",
                    "https://mica.example.jp.evil.example",
                    "http://mica.example.jp",
                    "https://mica.example.jp:8443",
                    "null",
                    "https://")) {
                assertThat(Wire.status(Wire.post(port, "127.0.0.1:8080", path, "Origin: " + foreign + "\r\n", body)))
                        .as(path + " from " + foreign)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void addresses_of_the_settings_stand_beside_the_published_one() {
        int to = NAMED.port();
        assertThat(Wire.status(Wire.get(to, "second.example.jp:8443", "/"))).isEqualTo(200);
        assertThat(Wire.status(Wire.get(to, "front.internal:81", "/"))).isEqualTo(200);
        assertThat(Wire.status(register(to, "front.internal", "Origin: https://second.example.jp:8443\r\n")))
                .isEqualTo(303);
        assertThat(Wire.status(register(to, "front.internal", "Origin: https://mica.example.jp\r\n")))
                .isEqualTo(303);
        assertThat(Wire.status(register(to, "front.internal", "Origin: https://second.example.jp\r\n")))
                .isEqualTo(403);
    }

    @Test
    void who_comes_to_a_public_address_by_https_is_told_to_stay_there() {
        assertThat(Wire.get(port, "127.0.0.1:8080", door)).contains("Strict-Transport-Security: max-age=");
        assertThat(register(NAMED.port(), "127.0.0.1:8080", "")).contains("Strict-Transport-Security: max-age=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "///evil.example",
                "//evil.example/..",
                "/\\evil.example/",
                "//evil.example/?lang=en"
            })
    void a_path_that_would_be_a_host_to_a_browser_is_in_no_link(String path) {
        for (String answer : List.of(
                Wire.get(port, "localhost", path),
                Wire.get(port, "localhost", "http://localhost" + path),
                Wire.post(port, "localhost", path, "", "email=a"))) {
            assertThat(Jsoup.parse(answer).select("[href], [action], [src]").toString())
                    .doesNotContain("\"//", "\"/\\", "evil.example\"");
            assertThat(answer.lines().filter(line -> line.startsWith("Location:")))
                    .noneMatch(line -> line.contains("//") || line.contains("\\"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://mica.example.jp", "https://", "https://user@mica.example.jp", "mica example", "*", "a/b"})
    void what_is_no_address_is_refused_by_name(String address) {
        assertThatThrownBy(() -> OwnAddresses.of(List.of(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
    }
}
