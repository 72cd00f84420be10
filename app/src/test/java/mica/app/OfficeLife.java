package mica.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.exchange.venue.VenueCode;
import org.jsoup.nodes.Element;

/** A demo in which everything has happened once: so that every page of the console has something to show. */
final class OfficeLife {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final Pattern CONFIRM = Pattern.compile("/c/[0-9a-f]{40}");
    private static final Pattern ERASE = Pattern.compile("/e/[0-9a-f]{40}");
    private static final String DEMO_VENUE = "デモ食堂";

    private final DemoWorld world;
    private final Function<String, HttpPerson> people;
    private final Map<String, HttpPerson> officers = new HashMap<>();
    /** By what a route begins with: the values its path parameter is tried with. */
    final Map<String, List<String>> ids = new LinkedHashMap<>();

    OfficeLife(DemoWorld world) {
        this(world, HttpPerson::new);
    }

    /** @param people makes somebody with a browser out of the address they go to */
    OfficeLife(DemoWorld world, Function<String, HttpPerson> people) {
        this.world = world;
        this.people = people;
    }

    HttpPerson officer(String login) throws Exception {
        HttpPerson known = officers.get(login);
        if (known != null) {
            return known;
        }
        HttpPerson officer = signedIn(people.apply(world.demo.officeAddress()), login);
        officers.put(login, officer);
        return officer;
    }

    /** By the sign-in page's own list. */
    static HttpPerson signedIn(String officeAddress, String login) throws Exception {
        return signedIn(new HttpPerson(officeAddress), login);
    }

    private static HttpPerson signedIn(HttpPerson officer, String login) throws Exception {
        Element row = officer.get("/login").page().select("tbody tr").stream()
                .filter(line -> line.text().contains(login))
                .findFirst()
                .orElseThrow();
        List<String> shown = row.select("code").eachText();
        HttpPerson.Answer answer =
                officer.post("/login", Map.of("login", shown.get(0), "password", shown.get(1), "code", shown.get(2)));
        assertThat(answer.status()).as(login).isEqualTo(303);
        return officer;
    }

    /** Visitors check in, the first of them confirms, everybody is told; and what else officers do. */
    void happen(List<String> visitors) throws Exception {
        VenueCode venue = world.demo
                .office()
                .venues()
                .search(DEMO_VENUE, null, null, 1)
                .getFirst()
                .code();
        String door = "/" + world.demo.office().venues().spots(venue).getFirst().code();
        for (String visitor : visitors) {
            HttpPerson phone = people.apply(world.demo.frontAddress());
            assertThat(phone.post(door, Map.of("email", visitor)).status())
                    .as(visitor)
                    .isEqualTo(303);
        }
        for (String visitor : visitors) {
            world.awaitMail(visitor, subject -> subject.contains("登録"));
        }
        confirm(visitors.getFirst());
        String sent = notice();
        approve(sent);
        until(() -> officer("shonin").get("/notices/" + sent).text().contains("counts.csv"));
        String waiting = notice();
        String draft = started();
        ids.put("/notices", List.of(sent, waiting, draft));
        ids.put("/venues", List.of(venue.value()));
        ids.put("/applications", List.of(application()));
        ids.put("/imports", List.of(imported()));
        ids.put("/holds", holds());
        // No day of a demo that began today is erased.
        ids.put("/erasures", List.of("2026-04-12"));
        ids.put(
                "/officers",
                List.of(world.demo
                        .office()
                        .officers()
                        .find("shinsa")
                        .orElseThrow()
                        .id()
                        .toString()));
    }

    private void confirm(String visitor) throws Exception {
        String mail =
                world.awaitMail(visitor, subject -> subject.contains("登録")).text();
        Matcher link = CONFIRM.matcher(mail);
        Matcher erase = ERASE.matcher(mail);
        assertThat(link.find()).isTrue();
        assertThat(erase.find()).isTrue();
        HttpPerson phone = people.apply(world.demo.frontAddress());
        // The mail may come before the directory knows its link.
        until(() -> phone.get(link.group()).status() == 200);
        assertThat(phone.post(link.group(), Map.of()).text()).contains("登録完了");
        until(() -> phone.get(erase.group()).status() == 200);
    }

    private String started() throws Exception {
        String href = officer("kian").post("/notices", Map.of()).location().replace("/edit", "");
        return href.substring(href.lastIndexOf('/') + 1);
    }

    /** A notice to everyone of the last hours, waiting for approval, tried out on its author. */
    private String notice() throws Exception {
        HttpPerson author = officer("kian");
        String id = started();
        String href = "/notices/" + id;
        HttpPerson.Fields form = author.get(href + "/edit").fields("#draft");
        form.put("words", DEMO_VENUE);
        form.put("do", "search");
        HttpPerson.Answer found = author.post(href + "/edit", form);
        form = found.fields("#draft");
        form.put(
                "do",
                requireNonNull(found.page().select("button[value^=add:]").first())
                        .val());
        form = author.post(href + "/edit", form).fields("#draft");
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        form.put("fromDate", now.minusHours(2).toLocalDate().toString());
        form.put("fromTime", now.minusHours(2).format(DateTimeFormatter.ofPattern("HH:mm")));
        form.put("toDate", now.toLocalDate().toString());
        form.put("toTime", now.format(DateTimeFormatter.ofPattern("HH:mm")));
        form.put("do", "write");
        form = author.post(href + "/edit", form).fields("#draft");
        form.put("do", "check");
        assertThat(author.post(href + "/edit", form).location()).endsWith("/check");
        author.post(href + "/test", Map.of("language", "ja"));
        HttpPerson.Answer asked =
                author.post(href + "/ask", author.get(href + "/check").fields("form[action$=/ask]"));
        assertThat(asked.location())
                .as(author.get(href + "/check").page().select("main").text())
                .startsWith(href)
                .doesNotContain("/check");
        return id;
    }

    private void approve(String notice) throws Exception {
        HttpPerson approver = officer("shonin");
        String href = "/notices/" + notice;
        HttpPerson.Answer approved =
                approver.post(href + "/approve", approver.get(href).fields("form[action$=/approve]"));
        assertThat(approved.status()).as(approved.text()).isEqualTo(303);
    }

    private String application() throws Exception {
        HttpPerson shop = people.apply(world.demo.frontAddress());
        HttpPerson.Fields form = shop.get("/apply").fields("main form");
        form.putAll(Map.of(
                "name", "喫茶 一番町",
                "kana", "きっさ いちばんちょう",
                "postalCode", "9800811",
                "address", "仙台市青葉区一番町9-9",
                "phone", "022-000-9999",
                "contactPerson", "店舗担当",
                "email", "shop@example.jp",
                "spots", "入口"));
        form.putAll(Map.of("sector", "izakaya", "municipality", "仙台市", "listed", "yes", "agreement", "on"));
        HttpPerson.Answer sent = shop.post("/apply/send", form);
        assertThat(sent.status()).as(sent.page().select("#errors").text()).isEqualTo(303);
        String[] href = {""};
        until(() -> {
            href[0] = officer("shinsa")
                    .get("/applications")
                    .page()
                    .select("a[href^=/applications/]")
                    .attr("href");
            return !href[0].isEmpty();
        });
        return href[0].substring(href[0].lastIndexOf('/') + 1);
    }

    /** One in force and one that waits. */
    private List<String> holds() throws Exception {
        HttpPerson asking = officer("kanri");
        HttpPerson confirming = officer("shonin");
        String today = ZonedDateTime.now(JAPAN).toLocalDate().toString();
        String inForce = "";
        for (String number : List.of("疾感第1号", "疾感第2号")) {
            assertThat(asking.post(
                                    "/holds",
                                    Map.of(
                                            "firstDay",
                                            today,
                                            "lastDay",
                                            today,
                                            "reason",
                                            "INCIDENT",
                                            "fileNumber",
                                            number,
                                            "endsOn",
                                            today))
                            .status())
                    .isEqualTo(303);
            if (inForce.isEmpty()) {
                inForce = confirming.get("/holds").page().select("tbody a").attr("href");
                HttpPerson.Fields seen = confirming.get(inForce).fields("form[action='" + inForce + "/confirm']");
                seen.put("understood", "on");
                assertThat(confirming.post(inForce + "/confirm", seen).status()).isEqualTo(303);
            }
        }
        return confirming.get("/holds").page().select("tbody a").eachAttr("href").stream()
                .map(href -> href.substring(href.lastIndexOf('/') + 1))
                .toList();
    }

    private String imported() throws Exception {
        HttpPerson reviewer = officer("shinsa");
        String href = reviewer.upload("/imports", "一覧.csv", "店名,住所\r\n食堂 二番町,仙台市青葉区二番町1-1\r\n")
                .location();
        reviewer.post(href + "/start", Map.of("right-ones", "on"));
        until(() -> reviewer.get(href).text().contains("report.csv"));
        reviewer.post(href + "/posters", Map.of());
        until(() -> reviewer.get(href + "/posters.pdf").status() == 200);
        return href.substring(href.lastIndexOf('/') + 1);
    }

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + DemoWorld.PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
            Thread.sleep(100);
        }
    }
}
