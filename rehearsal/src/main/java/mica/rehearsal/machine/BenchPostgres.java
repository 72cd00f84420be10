package mica.rehearsal.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import mica.app.postgres.OwnPostgres;
import mica.app.postgres.Private;
import mica.exchange.database.FrontRights;

/** A PostgreSQL of the bench's own that keeps what it acknowledges, as in production. */
public final class BenchPostgres implements AutoCloseable {

    public static final String OFFICE_ROLE = "mica_office";
    public static final String FRONT_ROLE = "mica_front";
    public static final String PASSWORD = "of-the-bench";

    /** The second octet of an envelope is its kind; see docs/security.md. */
    private static final String IS_CHECK_IN = "get_byte(bytes, 1) = 1";

    /** What a round leaves behind besides rows. */
    public record Written(long octetsOfLog, long syncsOfLog) {
        public Written minus(Written earlier) {
            return new Written(octetsOfLog - earlier.octetsOfLog, syncsOfLog - earlier.syncsOfLog);
        }
    }

    private final OwnPostgres server;
    private final Path data;

    private BenchPostgres(OwnPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    public static BenchPostgres start(Path folder) throws IOException, SQLException {
        Path data = folder.resolve("postgres");
        BenchPostgres postgres = new BenchPostgres(
                OwnPostgres.start(
                        folder,
                        superuserPassword(folder),
                        true,
                        Map.of(
                                "fsync", "on",
                                "synchronous_commit", "on",
                                "full_page_writes", "on",
                                "shared_buffers", "512MB",
                                "max_wal_size", "4GB",
                                "max_connections", "400")),
                data);
        if (postgres.isNew()) {
            postgres.createRolesAndDatabases();
        }
        return postgres;
    }

    /** Drawn when the folder is made, and kept beside the data: the server's superuser reads the files of whoever measures. */
    private static String superuserPassword(Path folder) throws IOException {
        Path kept = folder.resolve("superuser-password");
        if (!Files.exists(kept)) {
            byte[] drawn = new byte[24];
            new SecureRandom().nextBytes(drawn);
            Private.file(kept, HexFormat.of().formatHex(drawn));
        }
        return Files.readString(kept).strip();
    }

    private boolean isNew() throws SQLException {
        try (Connection connection = server.asSuperuser("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select from pg_database where datname = 'exchange'")) {
            return !row.next();
        }
    }

    private void createRolesAndDatabases() throws SQLException {
        try (Connection connection = server.asSuperuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + OFFICE_ROLE + " login password '" + PASSWORD + "'");
            statement.execute("create role " + FRONT_ROLE + " login password '" + PASSWORD + "'");
            for (String name : new String[] {"exchange", "office"}) {
                statement.execute(
                        "create database " + name + " owner " + OFFICE_ROLE + " encoding 'UTF8' template template0");
                statement.execute("revoke all on database " + name + " from public");
            }
            statement.execute("grant connect on database exchange to " + FRONT_ROLE);
        }
    }

    /** The superuser's part of the front's rights, without which the front does not start. */
    public void narrowFront() throws SQLException {
        try (Connection connection = exchange();
                Statement statement = connection.createStatement()) {
            statement.execute(FrontRights.script(FRONT_ROLE));
        }
    }

    public int port() {
        return server.port();
    }

    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    public long postmasterPid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    }

    /** The exchange as the server's superuser. */
    public Connection exchange() throws SQLException {
        return server.asSuperuser("exchange");
    }

    /** The durability settings as the server has them, for the printout. */
    public String durability() throws SQLException {
        try (Connection connection = exchange();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                    select version(), current_setting('fsync'), current_setting('synchronous_commit'),
                           current_setting('full_page_writes'), current_setting('wal_sync_method')
                    """)) {
            row.next();
            return row.getString(1).replaceFirst(" on .*", "") + ", fsync " + row.getString(2)
                    + ", synchronous_commit " + row.getString(3) + ", full_page_writes " + row.getString(4)
                    + ", wal_sync_method " + row.getString(5);
        }
    }

    /** Every round begins with an empty mailbox and a written-out buffer pool. */
    public void clear() throws SQLException {
        try (Connection connection = exchange();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate mailbox.envelope");
            statement.execute("checkpoint");
        }
    }

    /** Check-ins in the mailbox; a batch may bring rows of other kinds. */
    public long checkIns() throws SQLException {
        return number("select count(*) from mailbox.envelope where " + IS_CHECK_IN);
    }

    /** A row as the front wrote it, in PostgreSQL's hexadecimal form. */
    public String sampleRow() throws SQLException {
        try (Connection connection = exchange();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select bytes::text from mailbox.envelope where " + IS_CHECK_IN + " limit 1")) {
            row.next();
            return row.getString(1);
        }
    }

    public Written written() throws SQLException {
        return new Written(
                number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"),
                number("select coalesce(sum(fsyncs), 0)::bigint from pg_stat_io where object = 'wal'"));
    }

    /** A number from the exchange. */
    public long number(String query) throws SQLException {
        return number(exchange(), query);
    }

    /** The office's database as the server's superuser. */
    public Connection office() throws SQLException {
        return server.asSuperuser("office");
    }

    /** A number from the office's database. */
    public long ofOffice(String query) throws SQLException {
        return number(office(), query);
    }

    private static long number(Connection opened, String query) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
