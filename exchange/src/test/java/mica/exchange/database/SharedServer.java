package mica.exchange.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one PostgreSQL of a process's tests: its own, which ends with it, or the one in a folder, which {@code ./mica try}
 * names ({@code -Dmica.kept.server}), which is left running and serves any number of processes.
 *
 * @param port on loopback
 */
record SharedServer(int port) {

    private static final Map<String, String> CONFIG =
            Map.of("timezone", "Asia/Kathmandu", "fsync", "off", "max_connections", "200");

    /** What {@link TestDatabases} makes, with the process it was made by. */
    private static final Pattern MADE_BY = Pattern.compile("(exchange|office|open)_([0-9]+)_.*");

    /** Any number that is the same in every process. */
    private static final long MAKING = 0x4d4943410002L;

    static SharedServer start() {
        String kept = System.getProperty("mica.kept.server");
        try {
            return kept == null
                    ? new SharedServer(TestServer.start(Path.of("target", "embedded-postgres"), null, CONFIG)
                            .getPort())
                    : kept(Path.of(kept));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** One process at a time looks for it, and starts it where none runs or the machine was started anew. */
    static SharedServer kept(Path folder) throws IOException, SQLException {
        Files.createDirectories(folder);
        Path data = folder.resolve("data").toAbsolutePath();
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var alone = channel.lock()) {
            Optional<SharedServer> running = running(data);
            if (running.isEmpty()) {
                putAside(data);
                EmbeddedPostgres started = TestServer.startKept(folder.resolve("program"), data, CONFIG);
                return new SharedServer(started.getPort());
            }
            running.get().dropLeftovers();
            return running.get();
        }
    }

    /** PostgreSQL's own file says which process and port; both may be somebody else's by now, so the server is asked. */
    private static Optional<SharedServer> running(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.size() < 4) {
            return Optional.empty();
        }
        SharedServer server = new SharedServer(Integer.parseInt(lines.get(3).strip()));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet asked = statement.executeQuery("show data_directory")) {
            return asked.next() && Path.of(asked.getString(1)).equals(data) ? Optional.of(server) : Optional.empty();
        } catch (SQLException somebodyElse) {
            return Optional.empty();
        }
    }

    /** Of tests that were killed. */
    private void dropLeftovers() throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String name : databases(statement)) {
                Matcher made = MADE_BY.matcher(name);
                if (made.matches() && isGone(Long.parseLong(made.group(2)))) {
                    statement.execute("drop database if exists " + name + " with (force)");
                }
            }
        }
    }

    private static boolean isGone(long process) {
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).isEmpty();
    }

    private static List<String> databases(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("select datname from pg_database")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }

    /** As a superuser. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/" + database, "postgres", TestServer.SUPERUSER_PASSWORD);
    }

    /** As {@link #connect}, while no other process does what is done alone; until it is closed. */
    Connection alone() throws SQLException {
        Connection connection = connect("postgres");
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + MAKING + ")");
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /**
     * The database that others are made from, made where these very migrations have none yet.
     *
     * @param make makes and fills a database of the given name; nobody can connect to it afterwards
     */
    String template(String kind, Consumer<String> make) {
        String name = kind + "_template_" + migrations();
        try (Connection connection = alone();
                Statement statement = connection.createStatement()) {
            if (!isReady(statement, name)) {
                // Whoever made it before was killed amid it.
                statement.execute("drop database if exists " + name + " with (force)");
                make.accept(name);
                statement.execute("alter database " + name + " allow_connections false");
            }
            return name;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean isReady(Statement statement, String name) throws SQLException {
        try (ResultSet found =
                statement.executeQuery("select from pg_database where not datallowconn and datname = '" + name + "'")) {
            return found.next();
        }
    }

    /** Twelve digits that stand for every migration on the class path; of one process's own server nobody else asks. */
    private static String migrations() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(FrontRights.script("mica_front").getBytes(StandardCharsets.UTF_8));
            for (String folder : List.of("/migrations/exchange", "/migrations/office")) {
                URL found = SharedServer.class.getResource(folder);
                if (found != null && found.getProtocol().equals("file")) {
                    for (Path file : filesIn(Path.of(found.toURI()))) {
                        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException | URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** What a server left that was killed; its last processes may still write there while they end. */
    private static void putAside(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        Path over = data.resolveSibling("over-" + System.nanoTime());
        Files.move(data, over);
        try (Stream<Path> all = Files.walk(over)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException written) {
            // ./mica try --stop removes the rest.
        }
    }
}
