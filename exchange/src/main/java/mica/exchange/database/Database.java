package mica.exchange.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/** A pool of connections to one database, as one role. Threads may share it. */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
        // Failures quote neither statements nor their arguments: those are what people typed, and links.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        DiskFull diskFull = new DiskFull(pool.getPoolName());
        jdbi.setSqlLogger(diskFull);
        jdbi.setTransactionHandler(diskFull.watching(jdbi.getTransactionHandler()));
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(java.util.UUID.class, "uuid");
    }

    /**
     * Opens the pool; the first connection is made now, so that a wrong address fails at the start.
     *
     * @param name shown in {@code pg_stat_activity}
     */
    public static Database open(String name, DatabaseConfiguration configuration) {
        return open(name, configuration, Duration.ofSeconds(10), Duration.ZERO);
    }

    /**
     * Opens a pool whose callers do not wait long.
     *
     * @param connect the longest wait for a connection, at least 250 ms
     * @param answer the longest wait for an answer of the database, in whole seconds; zero for no limit
     */
    public static Database open(String name, DatabaseConfiguration configuration, Duration connect, Duration answer) {
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
        return new Database(new HikariDataSource(hikari));
    }

    public Jdbi jdbi() {
        return jdbi;
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

    @Override
    public void close() {
        pool.close();
    }
}
