package mica.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;

/** After a whole life nobody in the office has seen an address of a visitor, whatever they ask for. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReachTest {

    private static final List<String> VISITORS = List.of(
            "zanzibar7quokka@visitors.example.jp",
            "xylo..phone.@docomo.ne.jp",
            "unconfirmed9lynx@visitors.example.com");
    private static final Needles NEEDLES = new Needles(VISITORS);

    /** The officers of the demo, each with one role. */
    private static final Map<String, String> ROLES = Map.of(
            "shinsa", "REVIEWER",
            "kian", "AUTHOR",
            "shonin", "APPROVER",
            "kanri", "ADMINISTRATOR",
            "kansa", "AUDITOR");

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static DemoWorld world;
    private static OfficeLife life;
    private static List<Route> routes;

    private record Route(String method, String path, String access) {

        static Route read(String line) {
            String[] parts = line.split(" ", 3);
            return new Route(parts[0], parts[1], parts[2]);
        }

        boolean isGet() {
            return method.equals("GET");
        }

        boolean isFor(String role) {
            return access.matches(".*\\b(" + role + "|OFFICER|ANYONE)\\b.*");
        }
    }

    @BeforeAll
    static void live() throws Exception {
        LOG.start();
        ROOT.addAppender(LOG);
        ((Logger) LoggerFactory.getLogger("mica")).setLevel(Level.TRACE);
        world = DemoWorld.start();
        life = new OfficeLife(world);
        life.happen(VISITORS);
        routes = world.demo.office().routes().stream().map(Route::read).toList();
    }

    @AfterAll
    static void end() {
        ((Logger) LoggerFactory.getLogger("mica")).setLevel(null);
        ROOT.detachAppender(LOG);
        if (world != null) {
            world.close();
        }
    }

    /** The route's path with every real id there is for it. */
    private static List<String> paths(Route route) {
        if (!route.path().contains("{")) {
            return List.of(route.path());
        }
        String beginning = route.path().substring(0, route.path().indexOf('/', 1));
        assertThat(life.ids)
                .as("OfficeLife makes something with an id for " + route.path())
                .containsKey(beginning);
        return requireNonNull(life.ids.get(beginning)).stream()
                .map(id -> route.path().replaceAll("\\{[a-z]+}", id))
                .toList();
    }

    private static void assertNothingSeen(String what, HttpPerson.Answer answer) {
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(NEEDLES.in(answer.octets())).as(what).isEmpty();
        assertThat(NEEDLES.in(answer.head())).as(what).isEmpty();
        assertThat(EnterKey.problems(answer.page())).as(what).isEmpty();
        assertThat(TiedErrors.problems(answer.page())).as(what).isEmpty();
    }

    @Test
    @Order(1)
    void the_search_finds_an_address_in_every_form() {
        String local = "zanzibar7quokka";
        byte[] octets = local.getBytes(StandardCharsets.US_ASCII);
        List<String> forms = new ArrayList<>(List.of(
                "x ZANZIBAR7quokka@",
                HexFormat.of().withUpperCase().formatHex(octets),
                HexFormat.ofDelimiter("%").withPrefix("").formatHex(octets).replaceFirst("^", "%"),
                "xylo..phone.@docomo.ne.jp"));
        for (String around : List.of("", "a", "ab", "abc")) {
            byte[] wrapped = ("{" + around + local + around + "}").getBytes(StandardCharsets.US_ASCII);
            forms.add(Base64.getEncoder().encodeToString(wrapped));
            forms.add(Base64.getUrlEncoder().encodeToString(wrapped));
        }
        assertThat(forms)
                .allSatisfy(form -> assertThat(NEEDLES.in(form)).as(form).isPresent());
        assertThat(NEEDLES.in("visitors.example.jp docomo.ne.jp zanzibar")).isEmpty();
    }

    @Test
    @Order(2)
    void no_page_shows_an_address_to_any_role_or_to_nobody() throws Exception {
        HttpPerson nobody = new HttpPerson(world.demo.officeAddress());
        int seen = 0;
        for (Route route : routes.stream().filter(Route::isGet).toList()) {
            for (String path : paths(route)) {
                assertNothingSeen("nobody " + path, nobody.get(path));
                for (Map.Entry<String, String> officer : ROLES.entrySet()) {
                    HttpPerson.Answer answer = life.officer(officer.getKey()).get(path);
                    String what = officer.getValue() + " GET " + path;
                    assertNothingSeen(what, answer);
                    if (route.isFor(officer.getValue())) {
                        assertThat(answer.status()).as(what).isIn(200, 303, 404);
                        seen += answer.status() == 200 ? 1 : 0;
                    } else {
                        assertThat(answer.status()).as(what).isEqualTo(403);
                    }
                }
            }
        }
        assertThat(seen).as("pages with something on them").isGreaterThan(40);
    }

    @Test
    @Order(3)
    void what_a_search_box_takes_finds_nobody() throws Exception {
        for (String visitor : VISITORS) {
            String local = visitor.substring(0, visitor.indexOf('@'));
            HttpPerson.Answer venues = life.officer("shinsa").get("/venues?words=" + local);
            assertThat(venues.page().select("main tbody tr")).isEmpty();
            String draft =
                    "/notices/" + requireNonNull(life.ids.get("/notices")).get(2) + "/edit";
            HttpPerson.Fields form = life.officer("kian").get(draft).fields("#draft");
            form.put("words", visitor);
            form.put("do", "search");
            HttpPerson.Answer found = life.officer("kian").post(draft, form);
            assertThat(found.page().select("button[value^=add:]")).isEmpty();
            HttpPerson.Answer ledger = life.officer("kansa").get("/ledger?event=" + local + "&from=" + local);
            assertThat(ledger.page().select("main table").text()).doesNotContain(local);
        }
    }

    @Test
    @Order(4)
    void another_roles_posts_are_refused_and_leave_no_effect() throws Exception {
        for (String login : ROLES.keySet()) {
            life.officer(login);
        }
        Map<String, String> before = officeTables();
        HttpPerson nobody = new HttpPerson(world.demo.officeAddress());
        for (Route route : routes.stream().filter(route -> !route.isGet()).toList()) {
            for (String path : paths(route)) {
                if (!route.access().contains("ANYONE")) {
                    HttpPerson.Answer stranger = nobody.post(path, tempting());
                    assertThat(stranger.location()).as("nobody " + path).isEqualTo("/login");
                }
                for (Map.Entry<String, String> officer : ROLES.entrySet()) {
                    if (!route.isFor(officer.getValue())) {
                        HttpPerson.Answer answer =
                                life.officer(officer.getKey()).post(path, tempting());
                        assertNothingSeen(officer.getValue() + " POST " + path, answer);
                        assertThat(answer.status())
                                .as(officer.getValue() + " POST " + path)
                                .isEqualTo(403);
                    }
                }
            }
        }
        assertThat(officeTables()).isEqualTo(before);
    }

    /** What the forms of many routes ask for. */
    private static Map<String, String> tempting() {
        return Map.of(
                "understood",
                "on",
                "version",
                "1",
                "state",
                "CLOSED",
                "role-ADMINISTRATOR",
                "on",
                "language",
                "ja",
                "kind",
                "CORRECTION",
                "login",
                "intruder",
                "name",
                "x",
                "email",
                "intruder@example.jp",
                "word",
                "x");
    }

    @Test
    @Order(5)
    void no_table_of_either_database_holds_an_address() throws Exception {
        for (String database : List.of("office", "exchange")) {
            Map<String, String> tables = world.tables(database);
            assertThat(tables).hasSizeGreaterThan(8);
            tables.forEach((table, rows) ->
                    assertThat(NEEDLES.in(rows)).as(database + " " + table).isEmpty());
        }
    }

    @Test
    @Order(6)
    void no_file_but_the_visitors_own_inbox_holds_an_address() throws IOException {
        try (Stream<Path> files = Files.walk(world.folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(world.folder.resolve("inbox")))
                    .filter(file -> !file.startsWith(world.folder.resolve("postgres-program")))
                    .toList()) {
                assertThat(NEEDLES.in(octets(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    @Order(7)
    void the_answers_to_posts_of_the_right_roles_show_no_address_either() throws Exception {
        int refused = 0;
        for (Map.Entry<String, String> officer : ROLES.entrySet()) {
            for (Route route : routes) {
                boolean leaves = route.path().equals("/logout") || route.path().equals("/login");
                if (!route.isGet() && !leaves && route.isFor(officer.getValue())) {
                    for (String path : paths(route)) {
                        HttpPerson.Answer answer =
                                life.officer(officer.getKey()).post(path, Map.of());
                        assertNothingSeen(officer.getValue() + " POST " + path, answer);
                        refused += answer.page().select(".errors").size();
                    }
                }
            }
        }
        assertThat(refused).as("pages with errors").isGreaterThan(5);
    }

    @Test
    @Order(8)
    void no_line_of_any_log_holds_an_address() {
        assertThat(LOG.list).hasSizeGreaterThan(20);
        for (ILoggingEvent event : List.copyOf(LOG.list)) {
            String line = event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            assertThat(NEEDLES.in(line)).as(event.getLoggerName()).isEmpty();
        }
    }

    private static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (java.nio.file.NoSuchFileException goneMeanwhile) {
            return new byte[0];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The tables that officers' acts change; jobs write others by themselves. */
    private static Map<String, String> officeTables() throws IOException {
        Map<String, String> tables = world.tables("office");
        tables.keySet()
                .removeIf(name -> !name.matches("public\\.(officer|service_state|application.*|venue.*|spot|notice.*"
                        + "|infection_case|recipient.*|legal_hold|ledger_entry)"));
        assertThat(tables).hasSizeGreaterThan(12);
        return tables;
    }
}
