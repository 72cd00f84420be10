package mica.exchange.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/** A pool of connections to one database, as one role. Threads may share it. */
public final class Database implements AutoCloseable {

    private static final int WATCHING = 4;
    private static final String NO_RIGHT = "42501";
    private static final Duration FIRST_CONNECTION = Duration.ofSeconds(10);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final DiskFull diskFull;

    private Database(HikariDataSource pool, DatabaseConfiguration configuration) {
        this.pool = pool;
        DatabaseTrouble trouble = new DatabaseTrouble(pool.getPoolName(), configuration);
        this.jdbi = Jdbi.create(() -> trouble.connection(pool));
        // Failures quote neither statements nor their arguments: those are what people typed, and links.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        this.diskFull = new DiskFull(pool.getPoolName());
        jdbi.setSqlLogger(diskFull);
        jdbi.setTransactionHandler(diskFull.watching(jdbi.getTransactionHandler()));
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(java.util.UUID.class, "uuid");
    }

    /**
     * Opens the pool; the first connection is made now, so that a wrong address fails at the start.
     *
     * @param name shown in {@code pg_stat_activity}
     * @throws DatabaseAwayException when it does not answer now
     * @throws UnfitDatabaseException when it does not let this program in, or is of a version that does not work
     */
    public static Database open(String name, DatabaseConfiguration configuration) {
        return open(name, configuration, FIRST_CONNECTION, Duration.ZERO);
    }

    /**
     * Opens a pool whose callers do not wait long.
     *
     * @param connect the longest wait for a connection, at least 250 ms
     * @param answer the longest wait for an answer of the database, in whole seconds; zero for no limit
     */
    public static Database open(String name, DatabaseConfiguration configuration, Duration connect, Duration answer) {
        return open(name, configuration, connect, answer, "");
    }

    /**
     * Opens a few connections beside the others for asking how the database is: whatever hangs there ends by itself, here and
     * at the server.
     */
    public static Database openToWatch(String name, DatabaseConfiguration configuration) {
        DatabaseConfiguration few = new DatabaseConfiguration(
                configuration.url(), configuration.user(), configuration.password(), WATCHING);
        return open(name, few, Duration.ofSeconds(1), Duration.ofSeconds(2), "-c statement_timeout=1300");
    }

    private static Database open(
            String name, DatabaseConfiguration configuration, Duration connect, Duration answer, String options) {
        FirstConnection.make(name, configuration, connect);
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName(name);
        hikari.setJdbcUrl(configuration.url());
        hikari.setUsername(configuration.user());
        hikari.setPassword(configuration.password());
        hikari.setMaximumPoolSize(configuration.connections());
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(connect.toMillis());
        hikari.setValidationTimeout(Math.min(5_000, connect.toMillis()));
        hikari.addDataSourceProperty("connectTimeout", Long.toString(Math.max(1, connect.toSeconds())));
        hikari.addDataSourceProperty("socketTimeout", Long.toString(answer.toSeconds()));
        hikari.addDataSourceProperty("ApplicationName", "mica-" + name);
        hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        if (!options.isEmpty()) {
            hikari.addDataSourceProperty("options", options);
        }
        return new Database(new HikariDataSource(hikari), configuration);
    }

    /**
     * Whether it is there and lets this program in.
     *
     * @throws DatabaseAwayException when it does not answer now
     * @throws UnfitDatabaseException when it does not let this program in, or is of a version that does not work
     */
    public static void knock(String name, DatabaseConfiguration configuration) {
        FirstConnection.make(name, configuration, FIRST_CONNECTION);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** Whether a write failed lately because there is no room on the server's disk. */
    public boolean isDiskFull() {
        return diskFull.lately();
    }

    /**
     * Whether a file of the server can grow now: a few pages are written to a temporary table and dropped at once. True, too,
     * of a role that may have none. Takes a connection of its own while it lasts, and throws what else fails.
     */
    public boolean hasRoom() {
        try {
            jdbi.useTransaction(tx -> {
                tx.execute("set local temp_tablespaces = ''");
                if (!tx.createQuery("select to_regclass('pg_temp.room') is not null")
                        .mapTo(Boolean.class)
                        .one()) {
                    tx.execute("create temporary table room (octets text) on commit delete rows");
                }
                tx.execute("insert into pg_temp.room select repeat('x', 1000) from generate_series(1, 64)");
            });
            return true;
        } catch (JdbiException failed) {
            if (DiskFull.is(failed)) {
                return false;
            }
            if (NO_RIGHT.equals(Outage.state(failed))) {
                return true;
            }
            throw failed;
        }
    }

    /** What time the database has, which is another opinion than this machine's. */
    public InstantSource clock() {
        return () -> jdbi.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                .mapTo(Instant.class)
                .one());
    }

    /**
     * Brings the schema up to date with the migrations of a folder on the class path.
     *
     * @param placeholders values for {@code ${name}} in the migrations
     */
    public void migrate(String folder, Map<String, String> placeholders) {
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:migrations/" + folder)
                .placeholders(placeholders)
                .defaultSchema("public")
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /**
     * Whether the migrations of a folder have run here and no others, asked as the owner.
     *
     * @throws UnfitDatabaseException when not
     */
    public void requireSchema(String folder) {
        SchemaVersions.require(jdbi, folder, folder);
    }

    /**
     * Whether this is an exchange of this program's version, asked as the front.
     *
     * @throws UnfitDatabaseException when not
     */
    public void requirePublishedSchema() {
        SchemaVersions.requirePublished(jdbi);
    }

    /** Whether this program knows every migration that has run here; true of an empty database. */
    public void requireNoNewerSchema(String folder) {
        SchemaVersions.requireNoNewer(jdbi, folder, folder);
    }

    @Override
    public void close() {
        pool.close();
    }
}
