package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.program.settings.Settings;
import mica.exchange.address.EmailAddress;
import mica.office.Office;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import mica.office.signin.DemoSignIn;
import org.junit.jupiter.api.Test;

/** Officers who look on while a notice goes out see its numbers move. */
class LiveProgressTest {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final Map<String, Role> OFFICERS = Map.of("kian", Role.AUTHOR, "shonin", Role.APPROVER);

    @Test
    void the_numbers_on_the_page_move_with_each_mail_that_the_relay_takes() throws Exception {
        try (StallingRelay relay = new StallingRelay();
                TwoZones zones = new TwoZones(Map.of());
                Office office = office(zones, relay);
                Eyes eyes = Eyes.open(Eyes.Viewport.PC)) {
            int people = visitors(zones, relay);
            relay.holdBack();
            String console = "http://localhost:" + office.port();
            String notice = asked(OfficeLife.signedIn(console, "kian"));
            Page approver = DemoWorld.signIn(eyes, console, "shonin");
            approver.navigate(console + notice);
            approver.click("form[action$='/approve'] button");
            approver.evaluate("window.stillThisPage = true");

            awaitNumber(approver, "0", Integer.toString(people));
            for (int taken : List.of(1, 3)) {
                relay.letThrough(taken == 1 ? 1 : 2);
                // One mail more is under way: what became of a mail is kept together with the start of the next.
                awaitNumber(approver, Integer.toString(taken), Integer.toString(people - taken));
            }
            assertThat(approver.evaluate("window.stillThisPage")).isEqualTo(true);
            eyes.look(approver, "notice-progress-live");
            relay.letThrough(people);
            approver.waitForSelector("a[href$='/counts.csv']");
            assertThat(eyes.problems()).isEmpty();
        }
    }

    private static void awaitNumber(Page page, String accepted, String toDo) {
        page.waitForCondition(
                () -> page.locator("p [data-n=accepted]").innerText().equals(accepted)
                        && page.locator("[data-n=toDo]").innerText().equals(toDo),
                new Page.WaitForConditionOptions().setTimeout(DemoWorld.PATIENCE.toMillis()));
    }

    /** One connection and one mail at a time, so that the test alone decides how far the notice is. */
    private static Office office(TwoZones zones, StallingRelay relay) throws Exception {
        Path file = Path.of(zones.settings.get("MICA_OFFICE_SERVICE"));
        ObjectMapper json = new ObjectMapper();
        ObjectNode facts = json.readValue(Files.readString(file), ObjectNode.class);
        facts.put("demo", true);
        Files.writeString(file, json.writeValueAsString(facts));
        zones.settings.put("MICA_OFFICE_MAIL_PORT", Integer.toString(relay.port()));
        zones.settings.put("MICA_OFFICE_HTTPS", "no");
        zones.settings.put("MICA_OFFICE_MAIL_NOTICE_SESSIONS", "1");
        zones.settings.put("MICA_OFFICE_MAIL_NOTICE_WINDOW", "1");
        Officers.Credentials credentials =
                new Officers.Credentials("a password of the tests", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        Office office = Office.startDemo(
                OfficeConfigurations.of(Settings.read(null, zones.settings, Zones.ALL, List.of()).of(OfficeSettings.ZONE)),
                OFFICERS.keySet().stream()
                        .map(login -> new DemoSignIn.Known(login, credentials))
                        .toList(),
                Clock.systemUTC());
        OFFICERS.forEach((login, role) -> office.officers()
                .create(
                        new Officers.NewOfficer(login, login, EmailAddress.of(login + "@example.jp"), Set.of(role)),
                        credentials));
        return office;
    }

    /** Some people check in, and their confirmations go out. */
    private static int visitors(TwoZones zones, StallingRelay relay) throws Exception {
        try (Visitors visitors = new Visitors(zones.startFront().port(), zones.door(), "guest").come(2, 6)) {
            visitors.awaitAll();
            TwoZones.await(() -> relay.taken.containsAll(visitors.acknowledged));
            return visitors.acknowledged.size();
        }
    }

    private static String asked(HttpPerson author) throws Exception {
        String href = author.post("/notices", Map.of()).location().replace("/edit", "");
        HttpPerson.Fields form = author.get(href + "/edit").fields("#draft");
        form.putAll(Map.of("words", "食堂", "do", "search"));
        HttpPerson.Answer found = author.post(href + "/edit", form);
        assertThat(found.page().select("button[value^=add:]"))
                .as(found.page().select("main").text())
                .isNotEmpty();
        form = found.fields("#draft");
        form.put("do", found.page().select("button[value^=add:]").first().val());
        form = author.post(href + "/edit", form).fields("#draft");
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm");
        form.putAll(Map.of(
                "fromDate", now.minusHours(2).toLocalDate().toString(),
                "fromTime", now.minusHours(2).format(clock),
                "toDate", now.toLocalDate().toString(),
                "toTime", now.format(clock),
                "unconfirmed", "on",
                "do", "write"));
        form = author.post(href + "/edit", form).fields("#draft");
        form.put("do", "check");
        assertThat(author.post(href + "/edit", form).location()).endsWith("/check");
        assertThat(author.post(href + "/ask", author.get(href + "/check").fields("form[action$=/ask]"))
                        .location())
                .isEqualTo(href);
        return href;
    }
}
