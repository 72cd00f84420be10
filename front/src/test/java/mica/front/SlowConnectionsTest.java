package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mica.web.ConnectionLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that come to stay: their octets come one by one, or not at all. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SlowConnectionsTest {

    private static final int MOST = 40;
    private static final Town TOWN = new Town();
    private static final Front STRICT =
            Front.start(limited(new ConnectionLimits(Duration.ofMillis(500), 8_000, 1_000)), TOWN.clock);
    private static final Front NARROW =
            Front.start(limited(new ConnectionLimits(Duration.ofHours(1), 1, MOST)), TOWN.clock);

    private static FrontConfiguration limited(ConnectionLimits limits) {
        FrontConfiguration usual = FrontConfiguration.of(
                "127.0.0.1", 0, TOWN.databases.frontExchange(), List.of(TOWN.office.signingKey()));
        return usual.withWeb(usual.web().withLimits(limits));
    }

    @AfterAll
    static void close() {
        NARROW.close();
        STRICT.close();
        TOWN.close();
    }

    private static String request(String begin) {
        return begin.replace("DOOR", TOWN.spot.value()).replace("~", "\r\n");
    }

    /** An octet is sent again and again, until nobody takes it any more or an answer comes. */
    private static void dripUntilEnded(Socket socket) throws Exception {
        socket.setSoTimeout(20);
        while (true) {
            try {
                socket.getOutputStream().write('x');
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException stillOpen) {
                // Next octet.
            } catch (IOException ended) {
                return;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET / HTTP/1.1~Host: localhost~X: ",
                "POST /DOOR HTTP/1.1~Host: localhost~Content-Type: application/x-www-form-urlencoded~Content-Length:"
                        + " 2000~~email=",
                "POST /apply/check HTTP/1.1~Host: localhost~Content-Type:"
                        + " application/x-www-form-urlencoded~Content-Length: 500000~~name=",
                "POST /apply/check HTTP/1.1~Host: localhost~Transfer-Encoding: chunked~~7fffff~",
                "GET /robots.txt HTTP/1.1~Host: localhost~~GET / HTTP/1.1~X: "
            })
    void a_request_that_drips_is_ended(String begin) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", STRICT.port())) {
            socket.getOutputStream().write(request(begin).getBytes(StandardCharsets.ISO_8859_1));
            dripUntilEnded(socket);
        }
    }

    @Test
    void a_socket_that_never_says_anything_is_ended() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", STRICT.port())) {
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void who_sends_requests_for_longer_than_a_head_may_take_is_served_on() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", STRICT.port())) {
            socket.setSoTimeout(60_000);
            for (int i = 0; i < 30; i++) {
                socket.getOutputStream()
                        .write("GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf("Disallow: /apply/\n") < 0) {
                    int octet = socket.getInputStream().read();
                    assertThat(octet).as("after %d requests", i).isNotNegative();
                    answer.append((char) octet);
                }
                Thread.sleep(50);
            }
        }
    }

    @Test
    void sockets_that_hold_every_place_shut_nobody_out() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 20 * MOST; i++) {
                Socket socket = new Socket("127.0.0.1", NARROW.port());
                held.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\nX".getBytes(StandardCharsets.US_ASCII));
                }
            }
            Browser visitor = new Browser(NARROW.port(), "ja");
            assertThat(visitor.get("/" + TOWN.spot).status()).isEqualTo(200);
            assertThat(visitor.post("/" + TOWN.spot, Map.of("email", "a@example.jp"))
                            .status())
                    .isEqualTo(303);
            int ended = 0;
            while (ended < held.size() - 2 * MOST) {
                ended = 0;
                for (Socket socket : held) {
                    ended += isEnded(socket) ? 1 : 0;
                }
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
