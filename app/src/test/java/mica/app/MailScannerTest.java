package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.front.Front;
import org.junit.jupiter.api.Test;

/** A mail scanner follows every link of every mail, again and again, before its reader does. */
class MailScannerTest {

    private static final int TIMES = 100;
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s\"<>\\\\]+(/[^\\s\"<>\\\\)]*)");

    /** What a visitor or an applicant can change by a link, and where it would be seen. */
    private static final Map<String, List<String>> TABLES = Map.of(
            "office",
                    List.of(
                            "visit",
                            "mail",
                            "visitor_erasure",
                            "application",
                            "application_history",
                            "venue",
                            "quarantine"),
            "exchange", List.of("directory.receipt", "directory.reply"));

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void it_changes_nothing_and_every_link_still_works_afterwards() throws Exception {
        try (TwoZones zones = new TwoZones(Map.of())) {
            zones.startOffice();
            Front front = zones.startFront();
            String site = "http://127.0.0.1:" + front.port();
            assertThat(post(site + zones.door(), Map.of("email", "visitor@example.jp")))
                    .isEqualTo(303);
            assertThat(post(site + "/apply/send", application())).isEqualTo(303);
            TwoZones.await(() -> zones.number("office", "select count(*) from mail where state = 'ACCEPTED'") == 2);
            TwoZones.await(() -> zones.number("exchange", "select count(*) from directory.reply") == 1);
            Set<String> links = links(zones);
            assertThat(links).anyMatch(link -> link.startsWith("/c/"));
            assertThat(links).anyMatch(link -> link.startsWith("/e/"));
            assertThat(links).anyMatch(link -> link.startsWith("/status/"));
            Map<String, Set<String>> before = everything(zones);

            for (int time = 0; time < TIMES; time++) {
                for (String link : links) {
                    assertThat(ask("GET", site + link)).as(link).isEqualTo(200);
                    assertThat(ask("HEAD", site + link)).as(link).isEqualTo(200);
                }
            }
            // Once this one is through, so is whatever the scanner may have set off.
            post(site + zones.door(), Map.of("email", "last@example.jp"));
            TwoZones.await(() -> zones.number("office", "select count(*) from visit") == 2);

            Map<String, Set<String>> after = everything(zones);
            before.forEach(
                    (table, rows) -> assertThat(after.get(table)).as(table).containsAll(rows));
            assertThat(after.get("visit")).hasSize(2);
            assertThat(after.get("application")).isEqualTo(before.get("application"));
            assertThat(after.get("visitor_erasure")).isEmpty();
            assertThat(after.get("quarantine")).isEmpty();

            String erase = links.stream()
                    .filter(link -> link.startsWith("/e/"))
                    .findFirst()
                    .orElseThrow();
            assertThat(post(site + erase, Map.of("scope", "all"))).isEqualTo(200);
            TwoZones.await(() -> zones.number("office", "select count(*) from visit") == 1);
        }
    }

    private static Map<String, String> application() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("name", "走査食堂");
        form.put("kana", "ソウサショクドウ");
        form.put("sector", "izakaya");
        form.put("postalCode", "9800011");
        form.put("municipality", "仙台市");
        form.put("address", "仙台市青葉区上杉1-2-3");
        form.put("phone", "022-000-1234");
        form.put("contactPerson", "店舗担当");
        form.put("email", "shop@example.jp");
        form.put("spots", "入口");
        form.put("listed", "yes");
        form.put("agreement", "on");
        return form;
    }

    /** Every address in any part or header of any mail. */
    private Set<String> links(TwoZones zones) throws Exception {
        String messages = "http://127.0.0.1:" + zones.inbox.httpPort() + "/api/messages";
        JsonNode list = new ObjectMapper().readTree(text(messages + "?limit=1000"));
        Set<String> links = new TreeSet<>();
        for (JsonNode mail : list.isArray() ? list : list.get("messages")) {
            LINK.matcher(text(messages + "/" + mail.get("id").asText()))
                    .results()
                    .forEach(link -> links.add(link.group(1)));
        }
        return links;
    }

    private static Map<String, Set<String>> everything(TwoZones zones) throws Exception {
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        for (var database : TABLES.entrySet()) {
            for (String table : database.getValue()) {
                String all = zones.text(
                        database.getKey(),
                        "select coalesce(string_agg(cast(t as text), E'\\n'), '') from " + table + " t");
                rows.put(table, all.isEmpty() ? Set.of() : Set.of(all.split("\n")));
            }
        }
        return rows;
    }

    private int post(String address, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int ask(String method, String address) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String text(String address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
