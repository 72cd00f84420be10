package mica.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mica.app.inbox.Inbox;
import mica.app.inbox.InboxConfiguration;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.FrontRights;
import mica.exchange.database.Json;
import mica.exchange.database.TestServer;
import mica.exchange.venue.VenueDetails;
import mica.front.Front;
import mica.front.FrontConfiguration;
import mica.front.FrontSettings;
import mica.office.Office;
import mica.office.Schemas;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import mica.office.service.ServiceFile;
import mica.program.settings.Settings;
import org.jdbi.v3.core.Jdbi;

/**
 * Front and office apart, as in production: one venue, settings by name, a database server of their own that can be
 * killed, and an inbox in place of the relay. Whatever is started is ended again.
 */
final class TwoZones implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Clock CLOCK = Clock.systemUTC();

    final Path folder;
    final Map<String, String> settings = new HashMap<>();
    final Inbox inbox;
    private final Path data;
    private final EmbeddedPostgres server;
    private final List<AutoCloseable> started = new ArrayList<>();
    private String door = "";

    /** @param serverSettings of PostgreSQL, beside those of production */
    TwoZones(Map<String, String> serverSettings) throws Exception {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "zones")), "zones")
                .toAbsolutePath();
        data = folder.resolve("postgres");
        Map<String, String> all =
                new HashMap<>(Map.of("synchronous_commit", "on", "logging_collector", "on", "log_directory", "log"));
        all.putAll(serverSettings);
        server = TestServer.start(Path.of("target", "zones"), data, all);
        inbox = Inbox.start(new InboxConfiguration("127.0.0.1", 0, 0, folder.resolve("inbox")), CLOCK);
        makeDatabases();
        makeSettings();
        Schemas.migrate(OfficeConfigurations.of(office()));
        asSuperuser("exchange", FrontRights.script("mica_front"));
        openVenue();
    }

    private void makeDatabases() throws SQLException {
        for (String role : List.of("mica_office", "mica_front")) {
            asSuperuser("postgres", "create role " + role + " login password 'of-the-test'");
        }
        for (String database : List.of("exchange", "office")) {
            asSuperuser("postgres", "create database " + database + " owner mica_office template template0");
            asSuperuser("postgres", "revoke all on database " + database + " from public");
        }
    }

    private void makeSettings() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode facts = json.readValue(Json.write(ServiceFile.miyagi()), ObjectNode.class);
        facts.put("state", "OPEN");
        Path service = folder.resolve("service.json");
        Files.writeString(service, json.writeValueAsString(facts));
        database("MICA_FRONT_EXCHANGE", "exchange", "mica_front");
        database("MICA_OFFICE_EXCHANGE", "exchange", "mica_office");
        database("MICA_OFFICE_DATABASE", "office", "mica_office");
        settings.put("MICA_FRONT_PORT", "0");
        settings.put("MICA_OFFICE_PORT", "0");
        settings.put("MICA_OFFICE_KEYS", folder.resolve("keys").toString());
        settings.put("MICA_OFFICE_KEYS_PASSPHRASE", "a passphrase of the tests");
        settings.put("MICA_OFFICE_WORK", folder.resolve("work").toString());
        settings.put("MICA_OFFICE_SERVICE", service.toString());
        settings.put("MICA_OFFICE_MAIL_HOST", "127.0.0.1");
        settings.put("MICA_OFFICE_MAIL_PORT", Integer.toString(inbox.smtpPort()));
        settings.put("MICA_OFFICE_MAIL_SECURITY", "NONE");
        settings.put("MICA_OFFICE_MAIL_SENDER", "mica@example.jp");
    }

    private void database(String prefix, String name, String role) {
        settings.put(prefix + "_URL", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name);
        settings.put(prefix + "_USER", role);
        settings.put(prefix + "_PASSWORD", "of-the-test");
    }

    /** An office is there for as long as it takes to publish the keys of the day, the service and a venue. */
    private void openVenue() throws Exception {
        Office office = startOffice();
        Officers.Adding reviewer = office.officers()
                .create(new Officers.NewOfficer(
                        "shinsa", "審査担当", EmailAddress.of("shinsa@example.jp"), java.util.Set.of(Role.values())));
        assert reviewer instanceof Officers.Adding.Added;
        office.venues()
                .register(
                        new VenueDetails(
                                "食堂",
                                "ショクドウ",
                                "restaurant",
                                "9800000",
                                "仙台市",
                                "仙台市青葉区1-2-3",
                                "022-000-0001",
                                "店舗担当",
                                "shop@example.jp",
                                "",
                                "ja",
                                true),
                        List.of("入口"),
                        office.officers().find("shinsa").orElseThrow().id());
        settings.put("MICA_FRONT_OFFICE_KEY", office.signingKey().toString());
        await(() -> number("exchange", "select count(*) from directory.service") == 1
                && number("exchange", "select count(*) from directory.seal_key") > 0
                && number("exchange", "select count(*) from directory.spot") == 1);
        door = "/" + text("exchange", "select spot_code from directory.spot");
        end(office);
    }

    /** The path of the venue's door. */
    String door() {
        return door;
    }

    Office startOffice() {
        return keep(Office.start(OfficeConfigurations.of(office()), CLOCK));
    }

    Front startFront() {
        return startFrontAt(0);
    }

    Front startFrontAt(int port) {
        FrontSettings front =
                Settings.read(null, settings, Zones.ALL, List.of()).of(FrontSettings.ZONE);
        FrontConfiguration configuration =
                FrontConfiguration.of("127.0.0.1", port, front.exchange().configuration(), front.officeKeys());
        return keep(Front.start(configuration.withWeb(configuration.web().withAddresses(front.addresses())), CLOCK));
    }

    private OfficeSettings office() {
        return Settings.read(null, settings, Zones.ALL, List.of()).of(OfficeSettings.ZONE);
    }

    void end(AutoCloseable zone) throws Exception {
        started.remove(zone);
        zone.close();
    }

    private <T extends AutoCloseable> T keep(T zone) {
        started.add(zone);
        return zone;
    }

    /** Ends the database server as a failing machine would, without a word to anybody. */
    void killDatabase() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        postmaster.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Starts it again on what it left behind. */
    void startDatabase() throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root; as nobody in a name space of its own it does.
            command.addAll(List.of("unshare", "-U"));
        }
        List<String> options = Files.readAllLines(data.resolve("postmaster.opts"));
        for (String word : options.getFirst().split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            command.add(word.replace("\"", ""));
        }
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("postgres-again.log").toFile())
                .start();
        await(() -> {
            try {
                return number("exchange", "select 1") == 1;
            } catch (SQLException notYet) {
                return false;
            }
        });
    }

    /** Turns the front's role away from the exchange, or lets it in again. */
    void shutOut(boolean out) throws SQLException {
        if (out) {
            asSuperuser("exchange", "revoke connect on database exchange from mica_front");
            asSuperuser(
                    "exchange", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mica_front'");
        } else {
            asSuperuser("exchange", "grant connect on database exchange to mica_front");
        }
    }

    /** A question asked until it is answered with yes. */
    @FunctionalInterface
    interface Question {
        boolean ask() throws Exception;
    }

    static void await(Question question) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!question.ask()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to be in " + PATIENCE);
            }
            Thread.sleep(200);
        }
    }

    long number(String database, String query) throws SQLException {
        return Long.parseLong(text(database, query));
    }

    String text(String database, String query) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Changes rows behind the zones' backs. */
    void change(String database, String statement) throws SQLException {
        asSuperuser(database, statement);
    }

    /** Into a database as its superuser. */
    Jdbi database(String database) {
        return Jdbi.create(server.getDatabase("postgres", database));
    }

    private void asSuperuser(String database, String sql) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable zone : started.reversed()) {
            zone.close();
        }
        inbox.close();
        server.close();
    }
}
