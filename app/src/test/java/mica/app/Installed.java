package mica.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;

/** Settings of a whole installation on the test run's database server, for commands that are started as programs. */
final class Installed implements AutoCloseable {

    final Path folder;
    final TestDatabases databases = TestDatabases.create();
    final DatabaseConfiguration office;
    private final Map<String, String> settings = new HashMap<>();

    Installed(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param office another office database than a fresh, migrated one */
    Installed(Path folder, @org.jspecify.annotations.Nullable DatabaseConfiguration office) throws IOException {
        this.folder = folder;
        this.office = office == null ? databases.createOffice() : office;
        database("MICA_FRONT_EXCHANGE", databases.frontExchange());
        database("MICA_OFFICE_EXCHANGE", databases.exchangeConfiguration());
        database("MICA_OFFICE_DATABASE", this.office);
        settings.put("MICA_FRONT_PORT", "0");
        settings.put("MICA_FRONT_OFFICE_KEY", "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        settings.put("MICA_OFFICE_PORT", "0");
        settings.put("MICA_OFFICE_KEYS", folder.resolve("keys").toString());
        settings.put("MICA_OFFICE_KEYS_PASSPHRASE", "a passphrase of the tests");
        settings.put("MICA_OFFICE_WORK", folder.resolve("work").toString());
        settings.put("MICA_OFFICE_MAIL_HOST", "127.0.0.1");
        settings.put("MICA_OFFICE_MAIL_PORT", "1");
        settings.put("MICA_OFFICE_MAIL_SECURITY", "NONE");
        settings.put("MICA_OFFICE_MAIL_SENDER", "mica@example.jp");
    }

    private void database(String prefix, DatabaseConfiguration where) {
        settings.put(prefix + "_URL", where.url());
        settings.put(prefix + "_USER", where.user());
        settings.put(prefix + "_PASSWORD", where.password());
    }

    /** Sets one, by the name of its environment variable without the beginning. */
    Installed with(String name, String value) {
        settings.put("MICA_" + name, value);
        return this;
    }

    String get(String name) {
        return settings.getOrDefault("MICA_" + name, "");
    }

    Installed withService(String... replacements) throws IOException {
        String json = new String(
                mica.office.service.ServiceFile.class
                        .getResourceAsStream("miyagi.json")
                        .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        for (int i = 0; i < replacements.length; i += 2) {
            json = json.replace(replacements[i], replacements[i + 1]);
        }
        return with(
                "OFFICE_SERVICE",
                Files.writeString(folder.resolve("service.json"), json).toString());
    }

    Typed run(String... arguments) throws Exception {
        return run(List.of(), List.of(), arguments);
    }

    Typed run(List<String> before, List<String> options, String... arguments) throws Exception {
        try (CommandProcess process = CommandProcess.start(folder, before, settings, options, arguments)) {
            return process.ended();
        }
    }

    CommandProcess start(String... arguments) throws IOException {
        return CommandProcess.start(folder, List.of(), settings, List.of(), arguments);
    }

    @Override
    public void close() {
        databases.close();
    }
}
