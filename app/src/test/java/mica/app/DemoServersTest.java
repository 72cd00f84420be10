package mica.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for every server of a demonstration: the public site, the console, the inbox. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoServersTest {

    private static DemoWorld world;
    private static List<Integer> ports;

    @BeforeAll
    static void start() throws Exception {
        world = DemoWorld.start();
        ports = List.of(
                world.demo.frontPort(),
                URI.create(world.demo.officeAddress()).getPort(),
                URI.create(world.demo.inboxAddress()).getPort());
    }

    @AfterAll
    static void end() throws Exception {
        world.close();
    }

    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(int port, String host, String path) throws IOException {
        return send(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    @Test
    void a_foreign_name_that_was_made_to_lead_here_gets_no_page_of_any_server() throws IOException {
        for (int port : ports) {
            for (String path : List.of("/", "/login", "/health", "/api/messages", "/events")) {
                assertThat(get(port, "evil.example:" + port, path))
                        .as(port + path)
                        .startsWith("HTTP/1.1 421 ")
                        .doesNotContain("<code>");
            }
            assertThat(get(port, "localhost:" + port, "/"))
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain("HTTP/1.1 421");
        }
    }

    @Test
    void a_rebound_page_reads_no_password_and_opens_no_session() throws IOException {
        int console = ports.get(1);
        String seen = get(console, "localhost:" + console, "/login");
        List<String> codes = requireNonNull(Jsoup.parse(seen).select("tbody tr").first())
                .select("code")
                .eachText();
        assertThat(codes).hasSizeGreaterThanOrEqualTo(3);
        assertThat(get(console, "evil.example:" + console, "/login")).doesNotContain(codes.get(1));
        String form = "login=" + codes.get(0) + "&password=" + codes.get(1) + "&code=" + codes.get(2);
        String request = "POST /login HTTP/1.1\r\nHost: %s:" + console + "\r\nOrigin: http://%s:" + console
                + "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length() + "\r\n\r\n" + form;
        String rebound = send(console, request.formatted("evil.example", "evil.example"));
        assertThat(rebound).startsWith("HTTP/1.1 421 ").doesNotContainIgnoringCase("set-cookie");
        // Nor does a page elsewhere that sends the form here.
        assertThat(send(console, request.formatted("localhost", "evil.example")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(send(console, request.formatted("localhost", "localhost")))
                .as("the same form is right under our own name")
                .startsWith("HTTP/1.1 303 ")
                .containsIgnoringCase("set-cookie: console=");
    }

    @Test
    void a_path_that_would_be_a_host_to_a_browser_is_in_no_link() throws IOException {
        for (int port : ports) {
            String page = get(port, "localhost", "//evil.example/");
            assertThat(Jsoup.parse(page).select("[href], [action], [src]").toString())
                    .as(Integer.toString(port))
                    .doesNotContain("\"//", "\"/\\", "next=/evil", "next=//evil");
            assertThat(page.lines().filter(line -> line.startsWith("Location:")))
                    .noneMatch(line -> line.contains("//"));
        }
    }

    @Test
    void a_head_that_drips_is_ended_by_every_server() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int port : ports) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            sockets.add(socket);
        }
        while (!sockets.isEmpty()) {
            for (Socket socket : List.copyOf(sockets)) {
                if (!takesOneMore(socket)) {
                    socket.close();
                    sockets.remove(socket);
                }
            }
        }
    }

    private static boolean takesOneMore(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            socket.getOutputStream().write('x');
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException open) {
            return true;
        } catch (IOException ended) {
            return false;
        }
    }
}
