package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
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
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mica.exchange.address.EmailAddress;
import mica.office.Office;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every entrance gets the worst it may get, at programs with a quarter of a gigabyte; they go on answering. */
class EntranceLimitsTest {

    private static final String[] SMALL = {"-Xmx256m", "-XX:+ExitOnOutOfMemoryError"};
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
        // While memory is overwritten everybody gets theirs, too.
        zones.settings.put("MICA_FRONT_OVERWRITE_INTERVAL", "PT0.1S");
        office = new FrontProcess("office", zones.folder.resolve("office"), zones.settings, List.of(SMALL));
        front = new FrontProcess(zones.folder.resolve("front"), zones.settings, FrontProcess.options(SMALL));
        String signIn = "login=genkai&password=" + PASSWORD.replace(" ", "+") + "&code=" + code();
        HttpResponse<String> signedIn =
                answer(client(), office, "/login", WorstBodies.form(signIn.getBytes(StandardCharsets.UTF_8)), FORM);
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
        byte[] file = WorstBodies.file(kind);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = answer(officer, office, "/imports", WorstBodies.parts(file), PARTS);
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

    @Test
    void a_file_stored_under_wider_limits_is_refused_at_every_look_in_words() throws Exception {
        byte[] evil = ",".repeat(7_900_000).getBytes(StandardCharsets.UTF_8);
        byte[] good = "店名,住所\n見本,石巻市1-1\n".getBytes(StandardCharsets.UTF_8);
        String path = URI.create(answer(officer, office, "/imports", WorstBodies.parts(good), PARTS)
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
        assertThat(send(officer, office, "/imports", WorstBodies.form(million), PARTS))
                .isBetween(400, 499);
        assertThat(send(
                        officer,
                        office,
                        "/imports",
                        WorstBodies.endless(
                                ("--edge\r\nContent-Disposition: form-data; name=\"file\";"
                                        + " filename=\"a\"\r\n\r\n"),
                                200_000_000),
                        PARTS))
                .isBetween(400, 499);
        assertThat(send(officer, office, "/imports", WorstBodies.endless("--edge\r\nX-", 60_000_000), PARTS))
                .isBetween(400, 499);
        assertThat(send(client(), office, "/login", WorstBodies.form(million), PARTS))
                .isBetween(400, 499);
        well();
    }

    // --- forms -------------------------------------------------------------------------------------------------------

    @Test
    void forms_of_any_size_shape_and_number_at_once_leave_both_zones_well() throws Exception {
        byte[] fields = "a=b&".repeat(4_500_000).getBytes(StandardCharsets.US_ASCII);
        byte[] names = WorstBodies.names();
        byte[] nested = ("a=" + "[".repeat(900_000)).getBytes(StandardCharsets.US_ASCII);
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newFixedThreadPool(24)) {
            for (int i = 0; i < 24; i++) {
                answers.add(many.submit(() -> send(client(), office, "/login", WorstBodies.form(fields), FORM)));
                answers.add(many.submit(() -> send(client(), front, "/apply", WorstBodies.form(fields), FORM)));
            }
            for (byte[] body : List.of(names, nested)) {
                answers.add(many.submit(() -> send(client(), office, "/login", WorstBodies.form(body), FORM)));
                answers.add(many.submit(() -> send(client(), front, "/apply", WorstBodies.form(body), FORM)));
                answers.add(many.submit(() -> send(client(), front, zones.door(), WorstBodies.form(body), FORM)));
            }
            answers.add(
                    many.submit(() -> send(client(), office, "/login", WorstBodies.endless("a=", 100_000_000), FORM)));
            answers.add(
                    many.submit(() -> send(client(), front, "/apply", WorstBodies.endless("a=", 100_000_000), FORM)));
            answers.add(many.submit(
                    () -> send(client(), front, zones.door(), WorstBodies.endless("email=", 100_000_000), FORM)));
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isNotEqualTo(500);
            }
        }
        well();
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
                        WorstBodies.form("email=visitor@example.jp".getBytes(StandardCharsets.UTF_8)),
                        FORM))
                .isEqualTo(303);
        TwoZones.await(() -> relay.asked.get() > before + 1);
        well();
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
        command.addAll(List.of(SMALL));
        command.addAll(List.of(
                "-cp",
                CommandProcess.withoutTests(System.getProperty("java.class.path")),
                OfficeCommand.class.getName(),
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
