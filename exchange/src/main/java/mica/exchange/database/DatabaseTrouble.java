package mica.exchange.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once a minute that a database cannot be had and what to do, and once that it is back. Threads may share it. */
final class DatabaseTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTrouble.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final DatabaseConfiguration configuration;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - PAUSE);

    DatabaseTrouble(String name, DatabaseConfiguration configuration) {
        this.name = name;
        this.configuration = configuration;
    }

    /** A connection of the pool, or the pool's own failure. */
    Connection connection(HikariDataSource pool) throws SQLException {
        try {
            Connection connection = pool.getConnection();
            if (away.get() && away.compareAndSet(true, false)) {
                saidAt.set(System.nanoTime() - PAUSE);
                LOG.info("database.back database={}", name);
            }
            return connection;
        } catch (SQLException failed) {
            // At the end of the program, or of the work, it is nobody's trouble.
            if (!pool.isClosed() && !Thread.currentThread().isInterrupted()) {
                note(failed);
            }
            throw failed;
        }
    }

    private void note(SQLException failed) {
        away.set(true);
        long last = saidAt.get();
        if (System.nanoTime() - last >= PAUSE && saidAt.compareAndSet(last, System.nanoTime())) {
            // The pool wraps what the server said.
            SQLException said = failed.getCause() instanceof SQLException cause ? cause : failed;
            LOG.error("database.away database={} reason=\"{}\"", name, FirstConnection.trouble(configuration, said));
        }
    }
}
