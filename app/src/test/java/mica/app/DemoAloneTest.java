package mica.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the machine, and other machines, get nothing of a demo that it does not give away on purpose. */
class DemoAloneTest {

    private static final Pattern CONSOLE = Pattern.compile("Console +http://localhost:(\\d+)");

    @TempDir
    Path folder;

    /** As careless as a shell can be: whatever is made is everybody's. */
    private CommandProcess demo(Path data, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("demo", "--data", data.toString()));
        for (String port : List.of("--front-port", "--office-port", "--inbox-port")) {
            arguments.addAll(List.of(port, "0"));
        }
        arguments.addAll(List.of(more));
        return CommandProcess.start(
                folder,
                List.of("sh", "-c", "umask 000; exec \"$@\"", "sh"),
                Map.of(),
                List.of(),
                arguments.toArray(String[]::new));
    }

    private static int port(Path data) throws IOException {
        return Integer.parseInt(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip());
    }

    private static String secret(Path data, String name) throws IOException {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("demo.properties"))) {
            secrets.load(reader);
        }
        return secrets.getProperty(name);
    }

    private static void nobodyElseGetsAnything(Path data) throws Exception {
        assertThat(mode(data)).isEqualTo("rwx------");
        try (Stream<Path> within = Files.list(data)) {
            assertThat(within.map(DemoAloneTest::mode)).hasSizeGreaterThan(6).allMatch(mode -> mode.endsWith("------"));
        }
        int port = port(data);
        assertThat(port).isLessThan(32_768);
        String url = "jdbc:postgresql://localhost:" + port + "/";
        for (String role : List.of("postgres", "mica_office", "mica_front")) {
            for (String password : List.of("", role, "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(url + "exchange", role, password))
                        .isInstanceOf(SQLException.class);
            }
        }
        assertThat(Files.exists(Path.of("/tmp/.s.PGSQL." + port), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        try (Connection own =
                        DriverManager.getConnection(url + "postgres", "postgres", secret(data, "database.superuser"));
                Statement statement = own.createStatement()) {
            assertThat(statement.execute("select pg_read_file('PG_VERSION')")).isTrue();
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void its_database_and_its_files_are_its_owner_s_and_those_of_an_earlier_version_become_so() throws Exception {
        Path data = folder.resolve("data");
        try (CommandProcess demo = demo(data)) {
            demo.says("Ctrl-C");
            assertThat(demo.out()).contains("password " + secret(data, "officer.password"));
            nobodyElseGetsAnything(data);
            try (Connection own = DriverManager.getConnection(
                            "jdbc:postgresql://localhost:" + port(data) + "/postgres",
                            "postgres",
                            secret(data, "database.superuser"));
                    Statement statement = own.createStatement()) {
                statement.execute("alter role postgres password null");
            }
        }
        makeAsBefore(data);
        try (CommandProcess demo = demo(data)) {
            demo.says("Ctrl-C");
            nobodyElseGetsAnything(data);
        }
    }

    /** A folder as an earlier version left it. */
    private static void makeAsBefore(Path data) throws IOException {
        Files.writeString(
                data.resolve("postgres/pg_hba.conf"),
                "local all all trust\nhost all all 127.0.0.1/32 trust\nhost all all ::1/128 trust\n");
        Path secrets = data.resolve("demo.properties");
        Files.write(
                secrets,
                Files.readAllLines(secrets).stream()
                        .filter(line -> !line.startsWith("database.superuser"))
                        .toList());
        for (String open : List.of(".", "inbox", "ledger", "postgres-program")) {
            Files.setPosixFilePermissions(data.resolve(open).normalize(), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @Test
    void other_machines_are_shown_no_passwords_and_codes_unless_told_otherwise() throws Exception {
        Path data = folder.resolve("data");
        try (CommandProcess demo = demo(data, "--host", "0.0.0.0")) {
            demo.says("Ctrl-C");
            String password = secret(data, "officer.password");
            assertThat(demo.out())
                    .contains(
                            "Warning: other machines can open this",
                            data.resolve("demo.properties").toString())
                    .doesNotContain(password);
            assertThat(login(demo)).contains("<form").doesNotContain(password, "shinsa", "kanri");
        }
        try (CommandProcess demo = demo(data, "--host", "0.0.0.0", "--show-credentials")) {
            demo.says("Ctrl-C");
            String password = secret(data, "officer.password");
            assertThat(demo.out()).contains("Warning: other machines can open this", password);
            assertThat(login(demo)).contains(password, "shinsa");
        }
    }

    private static String login(CommandProcess demo) throws IOException {
        Matcher console = CONSOLE.matcher(demo.out());
        assertThat(console.find()).isTrue();
        try (var page = URI.create("http://localhost:" + console.group(1) + "/login")
                .toURL()
                .openStream()) {
            return new String(page.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_folder_that_others_write_to_is_refused() throws Exception {
        Path data = Files.createDirectory(folder.resolve("everybody's"));
        Files.writeString(data.resolve("something else"), "");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (CommandProcess demo = demo(data)) {
            Typed ended = demo.ended();
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err().lines()).hasSize(1);
            assertThat(ended.err()).contains("others may write to " + data, "--data DIR");
        }
    }
}
