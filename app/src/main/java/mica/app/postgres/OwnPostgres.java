package mica.app.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mica.exchange.database.ReservedPort;

/**
 * A PostgreSQL that a program brings along: on loopback, let in to by password alone, its data and programs kept in a
 * folder that is the owner's alone. Its superuser reads the files of whoever runs it, so nobody else may become that.
 */
public final class OwnPostgres implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LET_IN = """
        # Written at every start. By password alone, whoever it is, and nobody by a socket.
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """;

    private final EmbeddedPostgres server;

    private OwnPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts it, and makes it when it is not there.
     *
     * @param folder gets the folders {@code postgres} and {@code postgres-program}
     * @param password the superuser's, the same at every start
     * @param closes whether it ends with the process by itself
     * @throws IOException when it does not start
     */
    public static OwnPostgres start(Path folder, String password, boolean closes, Map<String, String> config)
            throws IOException {
        Path program = Private.folder(folder.resolve("postgres-program"));
        Path data = Private.folder(folder.resolve("postgres"));
        Path file = Private.file(program.resolve("password"), password);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(program.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(closes)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", file.toString())
                .setConnectConfig("password", password)
                .setDataDirectoryCustomizer(made -> letInByPassword(made.toPath(), program, password))
                .setServerConfig("unix_socket_directories", "");
        config.forEach(builder::setServerConfig);
        try (ReservedPort port = ReservedPort.reserve()) {
            return new OwnPostgres(builder.setPort(port.number()).start());
        } finally {
            Files.deleteIfExists(file);
            // Unpacking lets everybody write there.
            Private.folder(program);
        }
    }

    /** Data of an earlier version let everybody in; it gets the password while no server runs on it. */
    private static void letInByPassword(Path data, Path program, String password) {
        try {
            Path rules = data.resolve("pg_hba.conf");
            if (Files.readAllLines(rules).stream().anyMatch(line -> line.matches("[^#]*\\btrust\\b.*"))) {
                setPassword(data, program, password);
            }
            Private.file(rules, LET_IN);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void setPassword(Path data, Path program, String password) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // The server refuses to run as root; in a name space of its own it does not know that it does.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binary(program).toString(), "--single", "-D", data.toString(), "postgres"));
        Process single = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = single.outputWriter()) {
            input.write("alter role " + SUPERUSER + " password '" + password.replace("'", "''") + "'\n");
        }
        try {
            if (!single.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || single.exitValue() != 0) {
                throw new IOException("the superuser of " + data + " got no password");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** The one unpacked last, when there are several versions. */
    private static Path binary(Path program) throws IOException {
        String name = "bin/postgres" + (File.separatorChar == '\\' ? ".exe" : "");
        try (Stream<Path> unpacked = Files.list(program)) {
            return unpacked.filter(one -> Files.exists(one.resolve(name)))
                    .max(Comparator.comparing(OwnPostgres::unpackedAt))
                    .orElseThrow(() -> new IOException("no PostgreSQL was unpacked in " + program))
                    .resolve(name);
        }
    }

    private static FileTime unpackedAt(Path folder) {
        try {
            return Files.getLastModifiedTime(folder.resolve(".exists"));
        } catch (IOException unreadable) {
            return FileTime.fromMillis(0);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** The JDBC address of a database. */
    public String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    /** A connection to a database as the server's superuser. */
    public Connection asSuperuser(String database) throws SQLException {
        return server.getDatabase(SUPERUSER, database).getConnection();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
