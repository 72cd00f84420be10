package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mica.app.demo.Demo;
import mica.app.demo.DemoOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The town a demo begins with: made up, lived in, made once, and open to scripts. */
class DemoTownTest {

    private static final List<String> OFFICERS = List.of("shinsa", "kian", "shonin", "kanri", "kansa");
    /** Pages of the menu that are no lists. */
    private static final Set<String> NO_LISTS = Set.of("/", "/service");

    private static DemoWorld world;

    @BeforeAll
    static void start() throws Exception {
        world = DemoWorld.livedIn();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void every_list_of_every_officer_s_console_has_something_to_show() throws Exception {
        Set<String> seen = new TreeSet<>();
        for (String login : OFFICERS) {
            HttpPerson officer = signedIn(login);
            for (String page : officer.get("/").page().select("nav a").eachAttr("href")) {
                if (page.startsWith("/") && !NO_LISTS.contains(page)) {
                    // The office erases what is over in a round of every minute.
                    TwoZones.await(
                            () -> !officer.get(page).page().select("tbody tr").isEmpty());
                    seen.add(page);
                }
            }
        }
        assertThat(seen)
                .contains(
                        "/applications",
                        "/venues",
                        "/imports",
                        "/notices",
                        "/officers",
                        "/holds",
                        "/erasures",
                        "/ledger");
    }

    @Test
    void one_notice_is_sent_to_people_of_the_past_and_another_waits_for_approval() throws Exception {
        TwoZones.await(() -> states().equals(Set.of("SENT", "AWAITING_APPROVAL")));

        assertThat(number("select recipients from notice where state = 'SENT'")).isPositive();
    }

    @Test
    void visits_of_past_days_stand_at_many_doors_and_most_are_confirmed() throws Exception {
        assertThat(number("select count(distinct day) from visit")).isGreaterThanOrEqualTo(10);
        assertThat(number("select count(distinct venue_code) from visit")).isGreaterThan(15);
        assertThat(number("select count(*) from visit where confirmed_at is not null"))
                .isBetween(number("select count(*) from visit") / 2, number("select count(*) from visit") - 1);
        TwoZones.await(
                () -> !world.mails("visitor0001@example.jp", subject -> true).isEmpty());
    }

    @Test
    void the_doors_stand_in_a_file_and_each_of_them_opens() throws Exception {
        List<String[]> doors = doors(world.folder);

        assertThat(doors).hasSizeGreaterThan(50);
        assertThat(doors.stream().map(door -> door[1]).distinct()).hasSize(30);
        HttpPerson visitor = new HttpPerson(world.demo.frontAddress());
        for (String[] door : doors) {
            HttpPerson.Answer page = visitor.get("/" + door[0]);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.page().select("h1").text()).isEqualTo(door[1] + " " + door[2]);
        }
    }

    @Test
    void a_second_start_makes_no_second_town(@TempDir Path folder) throws Exception {
        DemoOptions options = options(folder, 12, 30);
        Map<String, Long> before;
        List<String> doors;
        try (Demo demo = Demo.start(options, Clock.systemUTC())) {
            assertThat(demo.welcome()).contains("12 venues");
            demo.awaitTown();
            doors = Files.readAllLines(folder.resolve("doors.txt"));
            before = counts(folder);
        }
        try (Demo demo = Demo.start(options, Clock.systemUTC())) {
            assertThat(demo.welcome()).doesNotContain("12 venues");
            demo.awaitTown();
            assertThat(Files.readAllLines(folder.resolve("doors.txt"))).isEqualTo(doors);
            assertThat(counts(folder)).isEqualTo(before);
        }
        assertThat(before.values()).allMatch(count -> count > 0);
    }

    @Test
    void a_town_may_be_larger_than_its_words() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "large");
        try (Demo demo = Demo.start(options(folder, 250, 0), Clock.systemUTC())) {
            demo.awaitTown();
            assertThat(doors(folder).stream().map(door -> door[1]).distinct()).hasSize(250);
        }
    }

    private static DemoOptions options(Path folder, int venues, int visitors) throws IOException {
        return new DemoOptions(
                folder,
                "127.0.0.1",
                "",
                DemoWorld.freePort(),
                DemoWorld.freePort(),
                DemoWorld.freePort(),
                false,
                false,
                venues,
                visitors);
    }

    private static List<String[]> doors(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("doors.txt")).stream()
                .map(line -> line.split("\t", -1))
                .peek(door -> assertThat(door).hasSize(3))
                .toList();
    }

    private static Map<String, Long> counts(Path folder) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        // Of days that neither come nor go meanwhile.
        String past = "visit where day between current_date - 9 and current_date - 2";
        for (String table : List.of("venue", "spot", "notice", past, "legal_hold", "officer", "venue_import")) {
            counts.put(table, DemoWorld.number(folder, "select count(*) from " + table));
        }
        return counts;
    }

    private static long number(String sql) throws IOException {
        return DemoWorld.number(world.folder, sql);
    }

    private static Set<String> states() throws IOException {
        return world.database("office")
                .withHandle(handle -> handle.createQuery("select state from notice")
                        .mapTo(String.class)
                        .set());
    }

    private static HttpPerson signedIn(String login) throws Exception {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(world.folder.resolve("demo.properties"))) {
            secrets.load(reader);
        }
        HttpPerson person = new HttpPerson(world.demo.officeAddress());
        // The panel of the sign-in page: the next code that was not used yet.
        String code = person.get("/login").page().select("tbody tr").stream()
                .filter(row -> row.text().contains(login))
                .findFirst()
                .map(row -> row.select("code").eachText().getLast())
                .orElseThrow();
        HttpPerson.Answer answer = person.post(
                "/login", Map.of("login", login, "password", secrets.getProperty("officer.password"), "code", code));
        assertThat(answer.status()).as(login).isEqualTo(303);
        return person;
    }
}
