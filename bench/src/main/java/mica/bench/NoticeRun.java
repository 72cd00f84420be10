package mica.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mica.app.demo.Demo;
import mica.rehearsal.machine.Browser;
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

    private Browser signIn(String login) throws IOException, InterruptedException {
        Browser officer = new Browser(demo.officeAddress());
        Document page = officer.get("/login");
        Element row = page.select("tbody tr").stream()
                .filter(line -> line.text().contains(login))
                .findFirst()
                .orElseThrow();
        List<String> known = row.select("code").eachText();
        officer.press(
                Browser.form(page, "/login"),
                "",
                "",
                "login",
                known.get(0),
                "password",
                known.get(1),
                "code",
                known.get(2));
        return officer;
    }

    /** Writes, approves, waits, and compares: everyone who was there has it once, nobody else has it. */
    void send() throws IOException, InterruptedException {
        Browser author = signIn("kian");
        String code = visitors.firstDoor().substring(visitors.firstDoor().lastIndexOf('/') + 1);
        int before = visitors.inboxCount();
        long begun = System.nanoTime();
        Document draft = author.press(Browser.form(author.get("/notices"), "/notices"), "", "");
        String venue = demo.office()
                .venues()
                .search("", null, null, 1)
                .getFirst()
                .code()
                .value();
        draft = author.press(Browser.form(draft, "/edit"), "do", "search", "words", venue);
        draft = author.press(Browser.form(draft, "/edit"), "do", "add:" + venue);
        WholeCommand.require(draft.html().contains(code), "the first door is not of the first venue");
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm");
        draft = author.press(
                Browser.form(draft, "/edit"),
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
        draft = author.press(Browser.form(draft, "/edit"), "do", "check");
        String notice = draft.location().replaceAll(".*(/notices/[0-9a-f-]{36}).*", "$1");
        author.press(Browser.form(draft, "/ask"), "", "");
        Browser approver = signIn("shonin");
        long approved = System.nanoTime();
        approver.press(Browser.form(approver.get(notice), "/approve"), "", "");
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
