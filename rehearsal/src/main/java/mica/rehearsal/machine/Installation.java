package mica.rehearsal.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mica.office.service.ServiceFile;

/**
 * An installation put up as an operator would: migrate, an officer, a list of venues, an office that publishes keys and
 * doors. The office is ended again, so that only the front and the database are at work during a measurement.
 */
public final class Installation {

    /** Opens {@link #keys()}. */
    public static final String PASSPHRASE = "a passphrase of the bench";

    private static final String OFFICER = "bench";

    private final Path folder;
    private final BenchPostgres postgres;
    private final Map<String, String> settings;

    private Installation(Path folder, BenchPostgres postgres, Map<String, String> settings) {
        this.folder = folder;
        this.postgres = postgres;
        this.settings = settings;
    }

    /**
     * Puts it up, unless it is there already.
     *
     * @param list a CSV of venues with the columns 店名 and 住所
     * @param more settings, by the names of their environment variables
     */
    public static Installation make(Path folder, BenchPostgres postgres, Path list, Map<String, String> more)
            throws IOException, InterruptedException, SQLException {
        Map<String, String> settings = settings(folder, postgres);
        settings.putAll(more);
        Installation installation = new Installation(folder, postgres, settings);
        installation.run("migrate");
        postgres.narrowFront();
        if (installation.codes().isEmpty()) {
            installation.found(list);
        }
        // What an operator carries by hand from the office to the front.
        settings.put("MICA_FRONT_OFFICE_KEY", installation.said("keys", "show"));
        return installation;
    }

    private void found(Path list) throws IOException, InterruptedException, SQLException {
        addOfficer(OFFICER, "ADMINISTRATOR");
        run(
                "venues",
                "import",
                list.toString(),
                "--officer",
                OFFICER,
                "--sector",
                "restaurant",
                "--municipality",
                "仙台市",
                "--right-ones");
        try (ProgramProcess office = start(List.of(), "office")) {
            office.awaitLine("The console listens on ");
            awaitPublished();
        }
    }

    /** A list of made-up venues for {@link #make}. */
    public static Path madeUpVenues(Path folder, int count) throws IOException {
        StringBuilder lines = new StringBuilder("店名,住所\n");
        for (int i = 1; i <= count; i++) {
            lines.append("試験食堂　第").append(i).append("号店,仙台市青葉区試験町").append(i).append("番地\n");
        }
        return Files.writeString(folder.resolve("venues.csv"), lines);
    }

    /** A setting, by the name of its environment variable, for what is started from now on. */
    public void set(String name, String value) {
        settings.put(name, value);
    }

    /** Starts the front. @param options for its Java */
    public ProgramProcess startFront(List<String> options) throws IOException {
        return start(options, "front");
    }

    /** Starts the office. @param options for its Java */
    public ProgramProcess startOffice(List<String> options) throws IOException {
        return start(options, "office");
    }

    /** Runs a command of no effect. @throws IOException when Java does not start with these options */
    public void tryWith(List<String> options) throws IOException, InterruptedException {
        try (ProgramProcess program = start(options, "keys", "show")) {
            program.awaitEnd();
        }
    }

    /** Adds an officer and answers what the command prints: the password and the secret of the one-time codes. */
    public String addOfficer(String login, String roles) throws IOException, InterruptedException {
        return said(
                "officers",
                "add",
                "--login",
                login,
                "--name",
                login,
                "--email",
                login + "@example.jp",
                "--roles",
                roles);
    }

    public Path keys() {
        return folder.resolve("keys");
    }

    /** Every code that a poster could carry. */
    public List<String> codes() throws SQLException {
        List<String> codes = new ArrayList<>();
        try (Connection connection = postgres.exchange();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select spot_code from directory.spot")) {
            while (row.next()) {
                codes.add(row.getString(1));
            }
        }
        return codes;
    }

    private void awaitPublished() throws SQLException, InterruptedException, IOException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (postgres.number("select count(*) from directory.seal_key") == 0
                || postgres.number("select count(*) from directory.service") == 0
                || postgres.number("select count(*) from directory.spot") == 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the office published nothing; see " + folder.resolve("log"));
            }
            Thread.sleep(200);
        }
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        try (ProgramProcess program = start(List.of(), arguments)) {
            program.awaitEnd();
        }
    }

    private String said(String... arguments) throws IOException, InterruptedException {
        try (ProgramProcess program = start(List.of(), arguments)) {
            return program.awaitEnd().strip();
        }
    }

    private ProgramProcess start(List<String> options, String... arguments) throws IOException {
        return ProgramProcess.start(folder.resolve("log"), settings, options, arguments);
    }

    private static Map<String, String> settings(Path folder, BenchPostgres postgres) throws IOException {
        Path service = folder.resolve("service.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode facts = json.readValue(mica.exchange.database.Json.write(ServiceFile.miyagi()), ObjectNode.class);
        facts.put("state", "OPEN");
        Files.writeString(service, json.writeValueAsString(facts));
        Map<String, String> settings = new HashMap<>();
        database(settings, "MICA_FRONT_EXCHANGE", postgres.url("exchange"), BenchPostgres.FRONT_ROLE);
        database(settings, "MICA_OFFICE_EXCHANGE", postgres.url("exchange"), BenchPostgres.OFFICE_ROLE);
        database(settings, "MICA_OFFICE_DATABASE", postgres.url("office"), BenchPostgres.OFFICE_ROLE);
        settings.put("MICA_FRONT_PORT", "0");
        settings.put("MICA_OFFICE_PORT", "0");
        settings.put("MICA_OFFICE_KEYS", folder.resolve("keys").toString());
        settings.put("MICA_OFFICE_KEYS_PASSPHRASE", PASSPHRASE);
        settings.put("MICA_OFFICE_WORK", folder.resolve("work").toString());
        settings.put("MICA_OFFICE_SERVICE", service.toString());
        // Nothing is mailed: no office runs while visitors check in.
        settings.put("MICA_OFFICE_MAIL_HOST", "127.0.0.1");
        settings.put("MICA_OFFICE_MAIL_SECURITY", "NONE");
        settings.put("MICA_OFFICE_MAIL_SENDER", "mica@example.jp");
        return settings;
    }

    private static void database(Map<String, String> settings, String prefix, String url, String role) {
        settings.put(prefix + "_URL", url);
        settings.put(prefix + "_USER", role);
        settings.put(prefix + "_PASSWORD", BenchPostgres.PASSWORD);
    }
}
