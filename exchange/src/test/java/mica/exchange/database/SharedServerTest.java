package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database server that is left running between two tries. */
class SharedServerTest {

    /** No process of this number is alive where numbers end below it. */
    private static final String GONE = "2000000000";

    private final Path folder;

    SharedServerTest() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "kept")), "server");
    }

    @AfterEach
    void end() throws Exception {
        kill();
    }

    @Test
    void the_next_try_finds_it_running_and_drops_what_tests_left_that_were_killed() throws Exception {
        SharedServer first = SharedServer.kept(folder);
        execute(first, "create database office_" + GONE + "_1");
        execute(first, "create database exchange_" + alive() + "_1");

        SharedServer next = SharedServer.kept(folder);

        assertThat(next).isEqualTo(first);
        assertThat(databases(next)).contains("exchange_" + alive() + "_1").doesNotContain("office_" + GONE + "_1");
    }

    @Test
    void one_that_ended_without_a_word_is_started_anew() throws Exception {
        SharedServer first = SharedServer.kept(folder);
        execute(first, "create database before");
        kill();

        SharedServer next = SharedServer.kept(folder);

        assertThat(databases(next)).contains("postgres").doesNotContain("before");
    }

    @Test
    void a_file_that_names_somebody_else_s_server_is_not_believed() throws Exception {
        SharedServer first = SharedServer.kept(folder);
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(other.resolve("data"));
        Files.copy(folder.resolve("data/postmaster.pid"), other.resolve("data/postmaster.pid"));

        SharedServer next = SharedServer.kept(other);
        try {
            assertThat(next.port()).isNotEqualTo(first.port());
        } finally {
            kill(other);
        }
    }

    /** A process that outlives the test. */
    private static long alive() {
        return ProcessHandle.current().parent().orElseThrow().pid();
    }

    private void kill() throws Exception {
        kill(folder);
    }

    private static void kill(Path folder) throws Exception {
        long pid = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle server = ProcessHandle.of(pid).orElse(null);
        if (server != null) {
            server.destroyForcibly();
            server.onExit().get();
        }
    }

    private static void execute(SharedServer server, String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<String> databases(SharedServer server) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select datname from pg_database")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }
}
