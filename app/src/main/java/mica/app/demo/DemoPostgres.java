package mica.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mica.app.postgres.OwnPostgres;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.FrontRights;

/** A real PostgreSQL of the demo's own, its data kept in a folder. The folder's lock is the caller's concern. */
final class DemoPostgres implements AutoCloseable {

    private static final String OFFICE_ROLE = "mica_office";
    private static final String FRONT_ROLE = "mica_front";

    private final OwnPostgres server;
    private final DemoSecrets secrets;

    private DemoPostgres(OwnPostgres server, DemoSecrets secrets) {
        this.server = server;
        this.secrets = secrets;
    }

    static DemoPostgres start(Path folder, DemoSecrets secrets) throws IOException, SQLException {
        endLeftover(folder.resolve("postgres"));
        // The embedded server's own defaults are those of throw-away tests; a demo's data is kept.
        OwnPostgres server = OwnPostgres.start(
                folder,
                secrets.superuserPassword(),
                false,
                Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "max_connections", "120",
                        "shared_buffers", "256MB"));
        DemoPostgres postgres = new DemoPostgres(server, secrets);
        postgres.ensureRolesAndDatabases();
        return postgres;
    }

    /** A demo that was killed leaves its server running on the same data; this one takes over. */
    private static void endLeftover(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        ProcessHandle leftover = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                .orElse(null);
        if (leftover != null) {
            leftover.destroy();
            try {
                leftover.onExit().get(30, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException stuck) {
                leftover.destroyForcibly();
            }
        }
        Files.deleteIfExists(pidFile);
    }

    private void ensureRolesAndDatabases() throws SQLException {
        try (Connection connection = server.asSuperuser("postgres");
                Statement statement = connection.createStatement()) {
            ensureRole(statement, OFFICE_ROLE, secrets.officePassword());
            ensureRole(statement, FRONT_ROLE, secrets.frontPassword());
            for (String name : new String[] {"exchange", "office"}) {
                if (!exists(statement, "select from pg_database where datname = '" + name + "'")) {
                    statement.execute("create database " + name + " owner " + OFFICE_ROLE
                            + " encoding 'UTF8' template template0");
                }
                statement.execute("revoke all on database " + name + " from public");
            }
            statement.execute("grant connect on database exchange to " + FRONT_ROLE);
        }
    }

    /** The superuser's part of the front's rights; the migrations have done the owner's. */
    void narrowFront() throws SQLException {
        try (Database exchange = Database.open("rights", exchange())) {
            if (FrontRights.excess(exchange.jdbi(), FRONT_ROLE).isEmpty()) {
                return;
            }
        }
        try (Connection connection = server.asSuperuser("exchange");
                Statement statement = connection.createStatement()) {
            statement.execute(FrontRights.script(FRONT_ROLE));
        }
    }

    private static void ensureRole(Statement statement, String role, String password) throws SQLException {
        if (!exists(statement, "select from pg_roles where rolname = '" + role + "'")) {
            statement.execute("create role " + role + " login password '" + password + "'");
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next();
        }
    }

    DatabaseConfiguration exchange() {
        return new DatabaseConfiguration(server.url("exchange"), OFFICE_ROLE, secrets.officePassword(), 8);
    }

    DatabaseConfiguration office() {
        return new DatabaseConfiguration(server.url("office"), OFFICE_ROLE, secrets.officePassword(), 24);
    }

    DatabaseConfiguration frontExchange() {
        return new DatabaseConfiguration(server.url("exchange"), FRONT_ROLE, secrets.frontPassword(), 8);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
