package mica.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import mica.app.demo.Demo;
import mica.app.demo.DemoOptions;
import mica.exchange.database.ReservedPort;
import org.jdbi.v3.core.Jdbi;

/** The whole demo on free ports and an empty folder, and what its inbox received. */
final class DemoWorld implements AutoCloseable {

    /** Generous, so that no result depends on how fast the machine is. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ObjectMapper JSON = new ObjectMapper();

    final Demo demo;
    /** Where everything of it lies. */
    final Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    private DemoWorld(Demo demo, Path folder) {
        this.demo = demo;
        this.folder = folder;
    }

    static DemoWorld start() throws Exception {
        return start(false);
    }

    /** Before the opening of the service. */
    static DemoWorld preparing() throws Exception {
        return start(true);
    }

    /** With a town as a new demo has it, which is all there. */
    static DemoWorld livedIn() throws Exception {
        DemoWorld world = start(false, 30, 120);
        world.demo.awaitTown();
        return world;
    }

    private static DemoWorld start(boolean preparing) throws Exception {
        return start(preparing, 1, 0);
    }

    private static DemoWorld start(boolean preparing, int venues, int visitors) throws Exception {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "demos")), "demo");
        return new DemoWorld(
                Demo.start(
                        new DemoOptions(
                                folder,
                                "127.0.0.1",
                                "",
                                freePort(),
                                freePort(),
                                freePort(),
                                false,
                                preparing,
                                venues,
                                visitors),
                        Clock.systemUTC()),
                folder);
    }

    Page signIn(Eyes eyes, String login) throws IOException {
        return signIn(eyes, demo.officeAddress(), login);
    }

    /** An officer at a console, by the sign-in page's own list. */
    static Page signIn(Eyes eyes, String officeAddress, String login) throws IOException {
        Page officer = eyes.person("ja-JP");
        officer.navigate(officeAddress + "/");
        officer.waitForLoadState(LoadState.LOAD);
        Locator row = officer.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(login));
        List<String> codes = row.first().locator("code").allInnerTexts();
        eyes.look(officer, "sign-in");
        officer.fill("#login", codes.get(0));
        officer.fill("#password", codes.get(1));
        officer.fill("#code", codes.get(2));
        officer.click("main form button");
        officer.waitForCondition(() -> !officer.url().contains("/login"));
        eyes.look(officer, "overview-" + login);
        return officer;
    }

    /** Into a database as its owner. */
    Jdbi database(String database) throws IOException {
        return database(folder, database);
    }

    static long number(Path folder, String sql) throws IOException {
        return database(folder, "office")
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Jdbi database(Path folder, String database) throws IOException {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("demo.properties"))) {
            secrets.load(reader);
        }
        String port = Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        return Jdbi.create(
                "jdbc:postgresql://localhost:" + port + "/" + database,
                "mica_office",
                secrets.getProperty("database.office"));
    }

    /** Every row of every table as text, octets as they are. */
    Map<String, String> tables(String database) throws IOException {
        Map<String, String> tables = new LinkedHashMap<>();
        database(database).useHandle(handle -> {
            handle.execute("set bytea_output = 'escape'");
            for (String table : handle.createQuery("""
                select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
                where schemaname not in ('pg_catalog', 'information_schema') order by 1
                """).mapTo(String.class).list()) {
                tables.put(
                        table,
                        String.join(
                                "\n",
                                handle.createQuery("select t::text from " + table + " t order by 1")
                                        .mapTo(String.class)
                                        .list()));
            }
        });
        return tables;
    }

    /** None that the system gives to outgoing connections: nobody else takes it before the demo does. */
    static int freePort() throws IOException {
        try (ReservedPort port = ReservedPort.reserve()) {
            return port.number();
        }
    }

    /** One mail of the inbox. */
    record Mail(long id, String subject, String text, String html, JsonNode json) {}

    /** Waits for a mail to an address whose subject fits. */
    Mail awaitMail(String to, Predicate<String> subject) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<Mail> mails = mails(to, subject);
            if (!mails.isEmpty()) {
                return mails.getFirst();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no such mail came to " + to + "; there are " + subjects(to));
    }

    List<Mail> mails(String to, Predicate<String> subject) throws Exception {
        List<Mail> mails = new ArrayList<>();
        for (JsonNode message : list(to)) {
            if (subject.test(message.get("subject").asText())) {
                JsonNode whole = JSON.readTree(
                        get("/api/messages/" + message.get("id").asText()).body());
                mails.add(new Mail(
                        whole.get("id").asLong(),
                        whole.get("subject").asText(),
                        whole.get("text").asText(),
                        whole.get("html").asText(),
                        whole));
            }
        }
        return mails;
    }

    byte[] attachment(Mail mail, int number) throws Exception {
        return http.send(
                        request("/api/messages/" + mail.id() + "/attachments/" + number),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private List<String> subjects(String to) throws Exception {
        List<String> subjects = new ArrayList<>();
        list(to).forEach(message -> subjects.add(message.get("subject").asText()));
        return subjects;
    }

    private JsonNode list(String to) throws Exception {
        JsonNode answer =
                JSON.readTree(get("/api/messages?limit=1000&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8))
                        .body());
        return answer.isArray() ? answer : answer.get("messages");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(demo.inboxAddress() + path)).build();
    }

    @Override
    public void close() {
        demo.close();
    }
}
