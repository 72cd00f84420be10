package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mica.front.Front;
import mica.office.Office;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of the guide, started as they stand there, before a front and an office. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProxyTest {

    private static final String SITE = "mica.pref.example.jp";
    private static final String CONSOLE = "mica-console.pref.example.jp";
    private static final String PASSWORD = "of-the-test";

    /** Of a link, and in no other octets. */
    private static final String TOKEN = "Qz7KfwXvHjTokenTokenTokenTokenTokenTokenT";

    private static TwoZones zones;
    private static Front front;
    private static Office office;
    private static Path folder;
    private static SSLContext tls;

    @BeforeAll
    static void start() throws Exception {
        zones = new TwoZones(Map.of());
        zones.settings.put("MICA_FRONT_PUBLIC_ADDRESS", "https://" + SITE);
        zones.settings.put("MICA_OFFICE_PUBLIC_ADDRESS", "https://" + CONSOLE);
        front = zones.startFront();
        office = zones.startOffice();
        folder = Files.createDirectories(zones.folder.resolve("proxies"));
        tls = makeCertificate();
    }

    @AfterAll
    static void end() throws Exception {
        zones.close();
    }

    @Test
    void nginx_as_in_the_guide() throws Exception {
        Path home = Files.createDirectories(folder.resolve("nginx"));
        int port = freePort();
        String example = example("nginx", port).replace("/var/log/nginx", home.toString());
        StringBuilder whole = new StringBuilder("daemon off;\npid " + home + "/pid;\n");
        if (System.getProperty("user.name").equals("root")) {
            whole.append("user root;\n");
        }
        whole.append("events {}\nhttp {\n");
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            whole.append(kind).append("_temp_path ").append(home.resolve(kind)).append(";\n");
        }
        Path file = Files.writeString(home.resolve("nginx.conf"), whole + example + "}\n");
        List<String> command = List.of(
                program("nginx"),
                "-p",
                home.toString(),
                "-c",
                file.toString(),
                "-e",
                home.resolve("own.log").toString());
        behind(command, home, port);
        assertThat(Files.readString(home.resolve("mica.log"))).contains("GET /e 4", "POST " + zones.door() + " 303");
    }

    @Test
    void haproxy_as_in_the_guide() throws Exception {
        Path home = Files.createDirectories(folder.resolve("haproxy"));
        int port = freePort();
        String example = example("haproxy", port).replace("/dev/log local0", "stdout format raw local0");
        Path file = Files.writeString(home.resolve("haproxy.cfg"), example);
        behind(List.of(program("haproxy"), "-db", "-f", file.toString()), home, port);
        assertThat(Files.readString(home.resolve("said.log"))).contains("GET /e 4", "POST " + zones.door() + " 303");
    }

    private static void behind(List<String> command, Path home, int port) throws Exception {
        Process proxy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said.log").toFile())
                .start();
        try {
            TwoZones.await(() -> {
                if (!proxy.isAlive()) {
                    throw new AssertionError(Files.readString(home.resolve("said.log")));
                }
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    return socket.isConnected();
                } catch (IOException notYet) {
                    return false;
                }
            });
            everythingWorks(port);
            tokensAreAsked(port);
        } finally {
            proxy.destroy();
            if (!proxy.waitFor(30, TimeUnit.SECONDS)) {
                proxy.destroyForcibly().waitFor();
            }
        }
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContainIgnoringCase(TOKEN, "visitor@example", "visitor%40example");
            }
        }
    }

    /** By a browser that does not tell where it comes from but in Origin. */
    private static void everythingWorks(int port) throws Exception {
        String door = zones.door();
        assertThat(get(port, SITE, door))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Strict-Transport-Security: ");
        String email = "email=visitor%40example.jp";
        assertThat(post(port, SITE, door, "https://" + SITE, email))
                .startsWith("HTTP/1.1 303")
                .contains("/accepted/");
        assertThat(post(port, SITE, "/apply/check", "https://" + SITE, "name=x"))
                .startsWith("HTTP/1.1 422");
        assertThat(post(port, SITE, door, "https://evil.example", email)).startsWith("HTTP/1.1 403");
        assertThat(post(port, SITE, door, "http://127.0.0.1:1", email)).startsWith("HTTP/1.1 403");

        assertThat(get(port, CONSOLE, "/login")).startsWith("HTTP/1.1 200");
        String signIn = "login=shinsa&password=wrong&code=000000";
        assertThat(post(port, CONSOLE, "/login", "https://" + CONSOLE, signIn)).startsWith("HTTP/1.1 422");
        assertThat(post(port, CONSOLE, "/login", "https://" + SITE, signIn)).startsWith("HTTP/1.1 403");
        assertThat(post(port, CONSOLE, "/login", "https://evil.example", signIn))
                .startsWith("HTTP/1.1 403");
    }

    /** In every spelling that still leads to the page of the link, and with nobody behind the proxy to answer. */
    private static void tokensAreAsked(int port) throws Exception {
        for (String path : List.of(
                "/e/" + TOKEN,
                "/c/" + TOKEN,
                "/status/" + TOKEN,
                "/status/" + TOKEN + "/withdraw",
                "/%65/" + TOKEN,
                "/e%2F" + TOKEN,
                "//e/" + TOKEN,
                "/./e/" + TOKEN,
                "/apply/done/" + TOKEN,
                "/?t=" + TOKEN,
                zones.door() + "/accepted/" + TOKEN)) {
            String answer = send(
                    port,
                    "GET " + path + " HTTP/1.1\r\nHost: " + SITE + "\r\nReferer: https://" + SITE + path
                            + "\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 ");
            post(port, SITE, path, "https://" + SITE, "t=" + TOKEN);
        }
        int free = front.port();
        zones.end(front);
        assertThat(get(port, SITE, "/e/" + TOKEN)).startsWith("HTTP/1.1 50");
        front = zones.startFrontAt(free);
    }

    private static String get(int port, String host, String path) throws Exception {
        return send(port, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    }

    private static String post(int port, String host, String path, String origin, String body) throws Exception {
        return send(
                port,
                "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin
                        + "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }

    private static String send(int port, String request) throws Exception {
        try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The example, with the ports and the certificate of the test. */
    private static String example(String kind, int port) throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("mica.root"), "docs", "proxy.md"));
        Matcher block =
                Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertThat(block.find()).isTrue();
        return block.group(1)
                .replace("listen 443 ", "listen 127.0.0.1:" + port + " ")
                .replace("bind :443 ", "bind 127.0.0.1:" + port + " ")
                .replace("127.0.0.1:8080", "127.0.0.1:" + front.port())
                .replace("127.0.0.1:8081", "127.0.0.1:" + office.port())
                .replace("/etc/nginx/", folder + "/")
                .replace("/etc/haproxy/", folder + "/");
    }

    /** Of names that are nobody's, in the two files that the examples name; HAProxy wants both parts in the first. */
    private static SSLContext makeCertificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + SITE,
                        "-ext",
                        "san=dns:" + SITE + ",dns:" + CONSOLE,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "proxy")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        String key =
                pem("PRIVATE KEY", keys.getKey("proxy", PASSWORD.toCharArray()).getEncoded());
        Files.writeString(folder.resolve("mica.key"), key);
        Files.writeString(
                folder.resolve("mica.pem"),
                pem("CERTIFICATE", keys.getCertificate("proxy").getEncoded()) + key);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("proxy", keys.getCertificate("proxy"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(null, trust.getTrustManagers(), null);
        return made;
    }

    private static String pem(String kind, byte[] octets) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + kind
                + "-----\n";
    }

    /** Debian keeps servers where only the administrator's PATH leads. */
    private static String program(String name) {
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(":")));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin"));
        return folders.stream()
                .map(where -> Path.of(where, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is missing (Debian: apt-get install " + name + ")"))
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
