package mica.office.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.officers.Role;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import mica.office.web.TestConsole;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A console with a venue, its visitors and two officers before it, and what a browser without a script does there. */
abstract class NoticeScreens {

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    static final LocalDate DAY = LocalDate.parse("2020-06-01");

    final Random random = new Random(5);
    final VenueCode venue = VenueCode.random(random);
    final SpotCode entrance = SpotCode.random(random);
    final SpotCode upstairs = SpotCode.random(random);
    TestConsole console;
    TestConsole.Browser author;
    TestConsole.Browser approver;

    @BeforeEach
    void open() {
        console = new TestConsole();
        author = console.signedIn(Role.AUTHOR);
        approver = console.signedIn(Role.APPROVER);
        UUID reviewer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        console.office.jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into venue (code, name, kana, sector, postal_code, municipality, address, phone,"
                            + " contact_person, email, opening_hours, language, listed, state, registered_on,"
                            + " registered_by, address_key, phone_key) values (?, '居酒屋𠮷<b>', 'イザカヤヨシ', 's', '',"
                            + " '仙台市', '青葉区1-1', '', '', '', '', 'ja', true, 'OPEN', '2020-05-01', ?, '', '')",
                    venue.value(),
                    reviewer);
            handle.execute(
                    "insert into spot values (?, ?, '入口', 1), (?, ?, '2階', 2)",
                    entrance.value(),
                    venue.value(),
                    upstairs.value(),
                    venue.value());
        });
        console.keyStore.ensureDay(DAY);
        console.office.jdbi().useHandle(handle -> new mica.office.visits.VisitDayStore().ensure(handle, DAY));
        visit("one@example.jp", entrance, true);
        visit("two@example.jp", upstairs, true);
        visit("three@example.jp", entrance, false);
    }

    void visit(String address, SpotCode spot, boolean confirmed) {
        UUID id = UUID.randomUUID();
        Instant when = DAY.atTime(10, 30).atZone(ZONE).toInstant();
        VisitRef ref = new VisitRef(DAY, venue, when, id, spot, TestLanguages.JA, confirmed);
        console.office.jdbi().useTransaction(tx -> {
            console.visits.add(
                    tx,
                    java.util.List.of(new VisitStore.NewVisit(
                            ref,
                            console.secrets.links().of(id).confirming().hash(),
                            console.secrets.tags().maskedTag(EmailAddress.of(address), DAY, id),
                            new byte[] {1})));
            if (confirmed) {
                console.visits.confirm(tx, ref, when);
            }
        });
    }

    @AfterEach
    void close() {
        console.close();
    }

    String opened() {
        HttpResponse<String> answer = author.post("/notices", Map.of());
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers()
                .firstValue("Location")
                .orElseThrow()
                .replace("/edit", "")
                .replaceAll("^https?://[^/]+", "");
    }

    String asked() {
        String href = opened();
        Document picked =
                page(press(author, href + "/edit", form(author.get(href + "/edit")), "add:" + venue.value()), 200);
        Map<String, String> form = fields(picked);
        period(form, "09:00", "11:00");
        Document written = page(press(author, href + "/edit", form, "write"), 200);
        assertThat(press(author, href + "/edit", fields(written), "check").statusCode())
                .isEqualTo(303);
        author.post(href + "/ask", fields(page(author.get(href + "/check"), 200), "form[action$=/ask]"));
        return href;
    }

    static void period(Map<String, String> form, String from, String to) {
        form.put("fromDate", DAY.toString());
        form.put("fromTime", from);
        form.put("toDate", DAY.toString());
        form.put("toTime", to);
    }

    static HttpResponse<String> press(
            TestConsole.Browser browser, String href, Map<String, String> form, String button) {
        Map<String, String> sent = new LinkedHashMap<>(form);
        sent.put("do", button);
        return browser.post(href, sent);
    }

    static Document page(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("⟦");
        return Jsoup.parse(answer.body());
    }

    static Map<String, String> form(HttpResponse<String> answer) {
        return fields(page(answer, 200));
    }

    static Map<String, String> fields(Document page) {
        return fields(page, "#draft");
    }

    /** What a browser would send of a form; of fields with one name the last value stands in for all. */
    static Map<String, String> fields(Document page, String selector) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : page.select(selector).select("input, textarea, select")) {
            boolean box =
                    field.attr("type").equals("checkbox") || field.attr("type").equals("radio");
            if (!box || field.hasAttr("checked")) {
                String name = field.attr("name");
                fields.put(fields.containsKey(name) ? name + "+" : name, field.val());
            }
        }
        return fields;
    }

    int count(String sql) {
        return console.office
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }
}
