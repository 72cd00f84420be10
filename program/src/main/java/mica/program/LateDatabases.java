package mica.program;

import java.time.Duration;
import java.util.Map;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseAwayException;
import mica.exchange.database.DatabaseConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for databases that come later than the program, as after a power failure, for however long it takes. What somebody
 * has to change first is not waited for.
 */
public final class LateDatabases {

    private static final Logger LOG = LoggerFactory.getLogger(LateDatabases.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private LateDatabases() {}

    /**
     * Returns when all are there.
     *
     * @param beforeWaiting what else can be wrong and is better said before than after the wait
     * @throws mica.exchange.database.UnfitDatabaseException when one is there and cannot be used
     */
    public static void await(Map<String, DatabaseConfiguration> databases, Runnable beforeWaiting)
            throws InterruptedException {
        for (Map.Entry<String, DatabaseConfiguration> one : databases.entrySet()) {
            if (!isThere(one.getKey(), one.getValue())) {
                beforeWaiting.run();
                await(one.getKey(), one.getValue());
            }
        }
    }

    private static boolean isThere(String name, DatabaseConfiguration database) {
        try {
            Database.knock(name, database);
            return true;
        } catch (DatabaseAwayException away) {
            return false;
        }
    }

    private static void await(String name, DatabaseConfiguration database) throws InterruptedException {
        long saidAt = System.nanoTime() - BETWEEN_LINES.toNanos();
        while (true) {
            try {
                Database.knock(name, database);
                return;
            } catch (DatabaseAwayException away) {
                if (System.nanoTime() - saidAt >= BETWEEN_LINES.toNanos()) {
                    saidAt = System.nanoTime();
                    LOG.warn("database.awaited database={} reason=\"{}\"", name, away.line());
                }
                Thread.sleep(PAUSE);
            }
        }
    }
}
