package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.address.EmailAddress;
import mica.office.Office;
import mica.office.officer.Officers;
import mica.office.officer.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every entrance gets the worst it may get, at programs with a quarter of a gigabyte; they go on answering. */
class EntranceLimitsTest {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    private static final String PASSWORD = "right horse battery";
    private static final byte[] TOTP_KEY = "a key of the tests".getBytes(StandardCharsets.US_ASCII);

    private static TwoZones zones;
    private static FrontProcess front;
    private static FrontProcess office;
    private static EvilRelay relay;
    private static int lmtp;
    private static final HttpClient officer = HttpClient.newHttpClient();
    private static String session = "";

    @BeforeAll
    static void start() throws Exception {
        zones = new TwoZones(java.util.Map.of());
        Office first = zones.startOffice();
        first.officers()
                .create(
                        new Officers.NewOfficer(
                                "genkai", "限界担当", EmailAddress.of("genkai@example.jp"), Set.of(Role.values())),
                        new Officers.Credentials(PASSWORD, base32(TOTP_KEY)));
        zones.end(first);
        relay = new EvilRelay();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            lmtp = free.getLocalPort();
        }
        zones.settings.put("MICA_OFFICE_MAIL_PORT", Integer.toString(relay.server.getLocalPort()));
        zones.settings.put("MICA_OFFICE_MAIL_RETURN_PATH", "bounce@example.jp");
        zones.settings.put("MICA_OFFICE_BOUNCES_PORT", Integer.toString(lmtp));
        office = new FrontProcess("office", zones.folder.resolve("office"), zones.settings, SMALL);
        front = new FrontProcess(zones.folder.resolve("front"), zones.settings, SMALL);
        String signIn = "login=genkai&password=" + PASSWORD.replace(" ", "+") + "&code=" + code();
        HttpResponse<String> signedIn =
                answer(client(), office, "/login", form(signIn.getBytes(StandardCharsets.UTF_8)), FORM);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        // By hand: the cookie is for HTTPS alone.
        session = signedIn.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .collect(Collectors.joining("; "));
        assertThat(get(officer, office, "/imports")).isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        office.close();
        front.close();
        relay.close();
        zones.close();
    }

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PARTS = "multipart/form-data; boundary=edge";

    // --- uploads -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"columns", "lines", "cell", "quote", "cells", "empty", "spots", "venues", "notes"})
    void an_upload_of_the_largest_size_and_the_worst_structure_leaves_the_office_well(String kind) throws Exception {
        byte[] file = file(kind);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = answer(officer, office, "/imports", parts(file), PARTS);
            assertThat(answer.statusCode()).isIn(303, 422);
            assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("login");
            if (answer.statusCode() == 303) {
                String path = URI.create(answer.headers().firstValue("Location").orElseThrow())
                        .getPath();
                assertThat(get(officer, office, path)).isEqualTo(200);
            }
        }
        well();
    }

    private static byte[] file(String kind) {
        String head = "店名,住所,電話番号,メール,出入口,業種\n";
        String text = switch (kind) {
            case "columns" -> ",".repeat(8_000_000);
            case "lines" -> head + "a\n".repeat(9_000_000);
            case "cell" -> "x".repeat(8_000_000);
            case "quote" -> head + "\"" + "x,\n".repeat(2_600_000);
            case "cells" -> head + (",x".repeat(24) + "\n").repeat(49_999);
            case "empty" -> head + "\n".repeat(18_000_000);
            case "spots" -> head + ("a,b,c,d,\"" + "1、".repeat(8_000) + "\"\n").repeat(500);
            case "venues" -> venues("石巻市", "0225-00-0001");
            case "notes" -> venues("石巻市", "225000001");
            default -> throw new IllegalArgumentException(kind);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As many right lines as a file may have. */
    private static String venues(String place, String phone) {
        StringBuilder file = new StringBuilder("店名,住所,電話番号,メール,出入口,業種,備考\n");
        for (int i = 0; i < 50_000; i++) {
            file.append("見本の店舗の長い名前")
                    .append(i)
                    .append(',')
                    .append(place)
                    .append("見本町")
                    .append(i)
                    .append("-1 見本ビルディング,")
                    .append(phone)
                    .append(",shop")
                    .append(i)
                    .append("@example.jp,入口、奥の席,飲食店営業,")
                    .append("備".repeat(60))
                    .append('\n');
        }
        return file.toString();
    }

    @Test
    void a_file_stored_under_wider_limits_is_refused_at_every_look_in_words() throws Exception {
        byte[] evil = ",".repeat(7_900_000).getBytes(StandardCharsets.UTF_8);
        byte[] good = "店名,住所\n見本,石巻市1-1\n".getBytes(StandardCharsets.UTF_8);
        String path = URI.create(answer(officer, office, "/imports", parts(good), PARTS)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .getPath();
        zones.change(
                "office",
                "update venue_import set content = convert_to(repeat(',', " + evil.length + "), 'UTF8')"
                        + " where id = '" + path.substring(path.lastIndexOf('/') + 1) + "'");
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> looked =
                    officer.send(request(officer, office, path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(looked.body()).contains("列が多すぎます（300列まで）");
        }
        well();
    }

    @Test
    void parts_without_end_and_of_any_number_are_refused() throws Exception {
        byte[] million = ("--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n".repeat(330_000)
                        + "--edge--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(send(officer, office, "/imports", form(million), PARTS)).isBetween(400, 499);
        assertThat(send(
                        officer,
                        office,
                        "/imports",
                        endless(
                                ("--edge\r\nContent-Disposition: form-data; name=\"file\";"
                                        + " filename=\"a\"\r\n\r\n"),
                                200_000_000),
                        PARTS))
                .isBetween(400, 499);
        assertThat(send(officer, office, "/imports", endless("--edge\r\nX-", 60_000_000), PARTS))
                .isBetween(400, 499);
        assertThat(send(client(), office, "/login", form(million), PARTS)).isBetween(400, 499);
        well();
    }

    // --- forms -------------------------------------------------------------------------------------------------------

    @Test
    void forms_of_any_size_shape_and_number_at_once_leave_both_zones_well() throws Exception {
        byte[] fields = "a=b&".repeat(4_500_000).getBytes(StandardCharsets.US_ASCII);
        byte[] names = names();
        byte[] nested = ("a=" + "[".repeat(900_000)).getBytes(StandardCharsets.US_ASCII);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newFixedThreadPool(24)) {
            for (int i = 0; i < 24; i++) {
                answers.add(many.submit(() -> send(client(), office, "/login", form(fields), FORM)));
                answers.add(many.submit(() -> send(client(), front, "/apply", form(fields), FORM)));
            }
            for (byte[] body : List.of(names, nested)) {
                answers.add(many.submit(() -> send(client(), office, "/login", form(body), FORM)));
                answers.add(many.submit(() -> send(client(), front, "/apply", form(body), FORM)));
                answers.add(many.submit(() -> send(client(), front, zones.door(), form(body), FORM)));
            }
            answers.add(many.submit(() -> send(client(), office, "/login", endless("a=", 100_000_000), FORM)));
            answers.add(many.submit(() -> send(client(), front, "/apply", endless("a=", 100_000_000), FORM)));
            answers.add(many.submit(() -> send(client(), front, zones.door(), endless("email=", 100_000_000), FORM)));
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isNotEqualTo(500);
            }
        }
        well();
    }

    private static byte[] names() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; names.length() < 900_000; i++) {
            names.append(i).append("=&");
        }
        return names.toString().getBytes(StandardCharsets.US_ASCII);
    }

    // --- LMTP --------------------------------------------------------------------------------------------------------

    @Test
    void whatever_comes_by_lmtp_leaves_the_office_well() throws Exception {
        assertThat(talk("x".repeat(50_000_000))).isFalse();
        assertThat(talk("LHLO a\r\nMAIL FROM:<>\r\n" + "RCPT TO:<bounce+x@example.jp>\r\n".repeat(1_000_000)))
                .isFalse();
        assertThat(talk("NOOP\r\n".repeat(2_000))).isTrue();
        well();
    }

    /** Sends it all and reads nothing of it back but the first line; true when the office still talks. */
    private static boolean talk(String said) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lmtp)) {
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException closed) {
                    assertThat(closed).isNotNull();
                }
            });
            OutputStream out = socket.getOutputStream();
            out.write(said.getBytes(StandardCharsets.US_ASCII));
            out.write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return reader.isAlive();
        } catch (IOException closed) {
            return false;
        }
    }

    // --- the relay ---------------------------------------------------------------------------------------------------

    @Test
    void a_relay_that_never_stops_answering_leaves_the_office_well() throws Exception {
        int before = relay.asked.get();
        assertThat(send(
                        client(),
                        front,
                        zones.door(),
                        form("email=visitor@example.jp".getBytes(StandardCharsets.UTF_8)),
                        FORM))
                .isEqualTo(303);
        TwoZones.await(() -> relay.asked.get() > before + 1);
        well();
    }

    /** Greets in turn with a line without end and with lines without end. */
    private static final class EvilRelay implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger asked = new AtomicInteger();

        EvilRelay() throws IOException {
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket client = server.accept();
                        int turn = asked.getAndIncrement();
                        Thread.ofVirtual().start(() -> answer(client, turn % 2));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private static void answer(Socket client, int kind) {
            String said = kind == 0 ? "2".repeat(8_192) : "220-more\r\n".repeat(800);
            byte[] octets = said.getBytes(StandardCharsets.US_ASCII);
            try (client) {
                for (int i = 0; i < 20_000; i++) {
                    client.getOutputStream().write(octets);
                }
            } catch (IOException hungUp) {
                // As it should.
                assertThat(hungUp).isNotNull();
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    // --- settings ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"value", "keys", "device", "service"})
    void settings_of_any_size_end_in_one_line(String kind) throws Exception {
        Path file = zones.folder.resolve(kind + ".properties");
        java.util.Map<String, String> environment = new java.util.HashMap<>(zones.settings);
        switch (kind) {
            case "value" -> Files.writeString(file, "office.host=" + "x".repeat(100_000_000));
            case "keys" -> Files.writeString(file, "a=b\n".repeat(25_000_000));
            case "device" -> file = Path.of("/dev/zero");
            default -> {
                Files.writeString(file, "");
                Path service = zones.folder.resolve("large.json");
                Files.writeString(service, "[".repeat(100_000_000));
                environment.put("MICA_OFFICE_SERVICE", service.toString());
            }
        }
        List<String> command = new ArrayList<>(List.of(FrontProcess.java("java")));
        command.addAll(SMALL);
        command.addAll(List.of(
                "-cp",
                FrontProcess.withoutTests(System.getProperty("java.class.path")),
                "mica.app.Main",
                "office",
                "--settings",
                file.toString()));
        Path log = zones.folder.resolve(kind + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(TwoZones.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(log))
                .contains(kind.equals("service") ? "large.json" : "larger than 1000000 octets")
                .doesNotContain("\tat ");
    }

    // --- what they share ---------------------------------------------------------------------------------------------

    private static void well() throws Exception {
        assertThat(office.isAlive()).as(tail(office)).isTrue();
        assertThat(front.isAlive()).as(tail(front)).isTrue();
        assertThat(get(client(), office, "/login")).isEqualTo(200);
        assertThat(get(client(), front, zones.door())).isEqualTo(200);
        assertThat(Files.readString(office.log())).doesNotContain("OutOfMemory");
        assertThat(Files.readString(front.log())).doesNotContain("OutOfMemory");
    }

    private static String tail(FrontProcess zone) throws IOException {
        String log = Files.readString(zone.log());
        return log.substring(Math.max(0, log.length() - 2_000));
    }

    private static HttpClient client() {
        return HttpClient.newHttpClient();
    }

    private static URI uri(FrontProcess zone, String path) {
        return URI.create("http://127.0.0.1:" + zone.port() + path);
    }

    private static int get(HttpClient client, FrontProcess zone, String path) throws Exception {
        return client.send(request(client, zone, path).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest.Builder request(HttpClient client, FrontProcess zone, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(zone, path)).header("Accept-Language", "ja");
        return client == officer ? request.header("Cookie", session) : request;
    }

    /** The status; 413 when the server hung up amid what was sent. */
    private static int send(
            HttpClient client, FrontProcess zone, String path, HttpRequest.BodyPublisher body, String type)
            throws Exception {
        try {
            return answer(client, zone, path, body, type).statusCode();
        } catch (IOException hungUp) {
            return 413;
        }
    }

    private static HttpResponse<String> answer(
            HttpClient client, FrontProcess zone, String path, HttpRequest.BodyPublisher body, String type)
            throws Exception {
        return client.send(
                request(client, zone, path)
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("Content-Type", type)
                        .POST(body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher form(byte[] body) {
        return HttpRequest.BodyPublishers.ofByteArray(body);
    }

    private static HttpRequest.BodyPublisher parts(byte[] file) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(file.length + 200);
        body.write("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        body.write(file);
        body.write("\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
        return form(body.toByteArray());
    }

    /** A body that does not say how long it is. */
    private static HttpRequest.BodyPublisher endless(String head, long length) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new SequenceInputStream(
                new ByteArrayInputStream(head.getBytes(StandardCharsets.US_ASCII)), new Letters(length)));
    }

    private static final class Letters extends InputStream {
        private long left;

        Letters(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            java.util.Arrays.fill(into, offset, offset + read, (byte) 'x');
            left -= read;
            return read;
        }
    }

    /** RFC 6238 with half a minute and six digits. */
    private static String code() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(TOTP_KEY, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8)
                .putLong(Instant.now().getEpochSecond() / 30)
                .array());
        int offset = hash[hash.length - 1] & 0xF;
        return "%06d".formatted((ByteBuffer.wrap(hash).getInt(offset) & 0x7FFFFFFF) % 1_000_000);
    }

    private static String base32(byte[] key) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int kept = 0;
        for (byte octet : key) {
            bits = (bits << 8) | (octet & 0xFF);
            kept += 8;
            while (kept >= 5) {
                kept -= 5;
                text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((bits >> kept) & 31));
            }
            bits &= (1 << kept) - 1;
        }
        return kept == 0
                ? text.toString()
                : text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((bits << (5 - kept)) & 31))
                        .toString();
    }
}
