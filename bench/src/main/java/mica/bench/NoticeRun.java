package mica.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mica.app.demo.Demo;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Two officers and a notice to the visitors of one venue, through the console as browsers do it. */
final class NoticeRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final Demo demo;
    private final VisitorRun visitors;

    NoticeRun(Demo demo, VisitorRun visitors) {
        this.demo = demo;
        this.visitors = visitors;
    }

    /** One officer's browser. */
    private final class Officer {

        private final HttpClient http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        Document get(String path) throws IOException, InterruptedException {
            return answer(HttpRequest.newBuilder(URI.create(demo.officeAddress() + path))
                    .build());
        }

        /** Presses a button of a form: all its fields as they stand, and the button's own. */
        Document press(Element form, String name, String value, String... filled)
                throws IOException, InterruptedException {
            List<String> pairs = new ArrayList<>();
            for (var field : ((org.jsoup.nodes.FormElement) form).formData()) {
                boolean replaced = false;
                for (int i = 0; i < filled.length; i += 2) {
                    replaced |= filled[i].equals(field.key());
                }
                if (!replaced) {
                    pairs.add(pair(field.key(), field.value()));
                }
            }
            for (int i = 0; i < filled.length; i += 2) {
                pairs.add(pair(filled[i], filled[i + 1]));
            }
            if (!name.isEmpty()) {
                pairs.add(pair(name, value));
            }
            return answer(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", demo.officeAddress())
                    .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                    .build());
        }

        private Document answer(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            WholeCommand.require(answer.statusCode() == 200, answer.uri() + " answered " + answer.statusCode());
            return Jsoup.parse(answer.body(), answer.uri().toString());
        }
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private Officer signIn(String login) throws IOException, InterruptedException {
        Officer officer = new Officer();
        Document page = officer.get("/login");
        Element row = page.select("tbody tr").stream()
                .filter(line -> line.text().contains(login))
                .findFirst()
                .orElseThrow();
        List<String> known = row.select("code").eachText();
        officer.press(
                form(page, "/login"), "", "", "login", known.get(0), "password", known.get(1), "code", known.get(2));
        return officer;
    }

    private static Element form(Document page, String action) {
        return page.select("form").stream()
                .filter(form -> form.attr("action").endsWith(action))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("FAILED: no form " + action + " on " + page.location()
                        + ": " + page.select("main").text()));
    }

    /** Writes, approves, waits, and compares: everyone who was there has it once, nobody else has it. */
    void send() throws IOException, InterruptedException {
        Officer author = signIn("kian");
        String code = visitors.firstDoor().substring(visitors.firstDoor().lastIndexOf('/') + 1);
        int before = visitors.inboxCount();
        long begun = System.nanoTime();
        Document draft = author.press(form(author.get("/notices"), "/notices"), "", "");
        String venue = demo.office()
                .venues()
                .search("", null, null, 1)
                .getFirst()
                .code()
                .value();
        draft = author.press(form(draft, "/edit"), "do", "search", "words", venue);
        draft = author.press(form(draft, "/edit"), "do", "add:" + venue);
        WholeCommand.require(draft.html().contains(code), "the first door is not of the first venue");
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm");
        draft = author.press(
                form(draft, "/edit"),
                "do",
                "write",
                "fromDate",
                now.minusHours(6).toLocalDate().toString(),
                "fromTime",
                now.minusHours(6).format(clock),
                "toDate",
                now.toLocalDate().toString(),
                "toTime",
                now.format(clock));
        draft = author.press(form(draft, "/edit"), "do", "check");
        String notice = draft.location().replaceAll(".*(/notices/[0-9a-f-]{36}).*", "$1");
        author.press(form(draft, "/ask"), "", "");
        Officer approver = signIn("shonin");
        long approved = System.nanoTime();
        approver.press(form(approver.get(notice), "/approve"), "", "");
        int expected = visitors.peopleAtFirstDoor().size();
        while (visitors.inboxCount() < before + expected) {
            WholeCommand.require(System.nanoTime() - approved < 600_000_000_000L, "the notice did not reach everyone");
            Thread.sleep(50);
        }
        WholeCommand.report("notice mails after approval", expected, System.nanoTime() - approved);
        System.out.printf(
                "  case entered to last mail, two officers at machine speed: %.1f s%n",
                (System.nanoTime() - begun) / 1e9);
        Thread.sleep(2_000);
        compare(before);
    }

    private void compare(int before) throws IOException, InterruptedException {
        Set<String> reached = new TreeSet<>();
        int mails = 0;
        String next = demo.inboxAddress() + "/api/messages?limit=1000";
        long after = 0;
        int seen = 0;
        while (true) {
            JsonNode page =
                    JSON.readTree(visitors.get(next + "&after=" + after)).get("messages");
            if (page.isEmpty()) {
                break;
            }
            for (JsonNode message : page) {
                after = message.get("id").asLong();
                if (seen++ >= before) {
                    WholeCommand.require(message.get("envelopeTo").size() == 1, "a mail with several recipients");
                    reached.add(message.get("envelopeTo").get(0).asText());
                    mails++;
                }
            }
        }
        WholeCommand.require(reached.equals(visitors.peopleAtFirstDoor()), "others were reached than were there");
        WholeCommand.require(mails == reached.size(), mails + " mails to " + reached.size() + " people");
        System.out.println("  every one of " + reached.size() + " people exactly once, nobody else");
    }
}
