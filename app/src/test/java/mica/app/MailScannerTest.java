package mica.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A mail scanner follows every link of every mail, again and again, before its reader does. */
class MailScannerTest {

    private static final int TIMES = 100;
    private static final String READER = "reader@example.jp";
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s\"<>\\\\]+(/[^\\s\"<>\\\\)]*)");

    /** What a reader of a mail can change by its links, and what is kept of it, in both databases. */
    private static final Pattern TABLES =
            Pattern.compile("(public\\.)?(visit_.*|visitor_erasure|mail|application.*|venue.*|spot|recipient.*|notice.*"
                    + "|infection_case|quarantine|directory\\.receipt|directory\\.reply)");

    /** Those that a visitor who comes meanwhile adds to. */
    private static final Pattern GROWING = Pattern.compile("public\\.(visit_.*|mail)|directory\\.receipt");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void it_changes_nothing_and_every_link_still_works_afterwards() throws Exception {
        try (DemoWorld world = DemoWorld.start()) {
            new OfficeLife(world).happen(List.of("confirming@example.jp", READER));
            world.awaitMail(READER, subject -> subject.contains("大切なお知らせ"));
            TwoZones.await(() -> !requireNonNull(everything(world).get("public.mail"))
                    .toString()
                    .contains("QUEUED"));
            Set<String> links = links(world);
            for (String kind : List.of("/c/", "/e/", "/status/")) {
                assertThat(links).anyMatch(link -> link.startsWith(kind));
            }
            String site = world.demo.frontAddress();
            Map<String, Set<String>> before = everything(world);

            for (int time = 0; time < TIMES; time++) {
                for (String link : links) {
                    assertThat(ask("GET", site + link)).as(link).isEqualTo(200);
                    assertThat(ask("HEAD", site + link)).as(link).isEqualTo(200);
                }
            }
            // Once this one is through, so is whatever the scanner may have set off.
            HttpPerson late = new HttpPerson(site);
            String door = door(world);
            assertThat(late.post(door, Map.of("email", "late@example.jp")).status())
                    .isEqualTo(303);
            world.awaitMail("late@example.jp", subject -> subject.contains("登録"));

            Map<String, Set<String>> after = everything(world);
            before.forEach((table, rows) -> {
                if (GROWING.matcher(table).matches()) {
                    assertThat(after.get(table)).as(table).containsAll(rows);
                } else {
                    assertThat(after.get(table)).as(table).isEqualTo(rows);
                }
            });
            stillWorks(world, late);
        }
    }

    private static void stillWorks(DemoWorld world, HttpPerson reader) throws Exception {
        String mail = world.awaitMail(READER, subject -> subject.contains("登録")).text();
        String token = mail.replaceAll("(?s).*/c/([0-9a-f]{40}).*", "$1");
        assertThat(reader.post("/c/" + token, Map.of()).text()).contains("登録完了");
        String erasing = mail.replaceAll("(?s).*/e/([0-9a-f]{40}).*", "$1");
        assertThat(reader.post("/e/" + erasing, Map.of("scope", "all")).status())
                .isEqualTo(200);
        // Today is under a hold there: the visit leaves every notice and stays sealed until the hold ends.
        TwoZones.await(() -> reader.get("/e/" + erasing).text().contains("お知らせの宛先から外しました"));
    }

    private static String door(DemoWorld world) {
        var venues = world.demo.office().venues();
        return "/"
                + venues.spots(venues.search("デモ食堂", null, null, 1).getFirst().code())
                        .getFirst()
                        .code();
    }

    /** Every address in any part or header of any mail. */
    private Set<String> links(DemoWorld world) throws Exception {
        String messages = world.demo.inboxAddress() + "/api/messages";
        JsonNode list = new ObjectMapper().readTree(text(messages + "?limit=1000"));
        Set<String> links = new TreeSet<>();
        for (JsonNode mail : list.isArray() ? list : list.get("messages")) {
            LINK.matcher(text(messages + "/" + mail.get("id").asText()))
                    .results()
                    .forEach(link -> links.add(link.group(1)));
        }
        return links;
    }

    private static Map<String, Set<String>> everything(DemoWorld world) throws IOException {
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        for (String database : List.of("office", "exchange")) {
            world.tables(database).forEach((table, text) -> {
                if (TABLES.matcher(table).matches()) {
                    rows.put(table, new TreeSet<>(List.of(text.split("\n"))));
                }
            });
        }
        return rows;
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
