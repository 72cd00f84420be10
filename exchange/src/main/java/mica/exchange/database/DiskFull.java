package mica.exchange.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a database has no room on its disk, and says so in the log once a minute. Threads may share it. */
public final class DiskFull implements SqlLogger {

    private static final Logger LOG = LoggerFactory.getLogger(DiskFull.class);
    private static final String DISK_FULL = "53100";
    private static final String INTERNAL = "XX000";
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    /** Something is written every minute. */
    private static final long REMEMBERED = Duration.ofSeconds(150).toNanos();

    private final String database;
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - PAUSE);

    /** When it was last so; null for never. */
    private volatile @Nullable Long fullAt;

    DiskFull(String database) {
        this.database = database;
    }

    /** Whether a statement or commit failed because files of the server cannot grow: the disk, a quota or a limit. */
    public static boolean is(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return true;
            }
            if (cause instanceof PSQLException told && isOfFile(told.getServerErrorMessage())) {
                return true;
            }
        }
        return false;
    }

    /** Quotas and limits have no code of their own; the place in the server's source tells them, in every language. */
    private static boolean isOfFile(@Nullable ServerErrorMessage said) {
        if (said == null || !INTERNAL.equals(said.getSQLState())) {
            return false;
        }
        String routine = String.valueOf(said.getRoutine());
        return switch (String.valueOf(said.getFile())) {
            case "md.c" -> routine.contains("extend");
            case "xlog.c" -> routine.startsWith("XLogWrite") || routine.startsWith("XLogFile");
            default -> false;
        };
    }

    @Override
    public void logException(StatementContext context, SQLException failure) {
        note(failure);
    }

    private void note(Exception failure) {
        if (!is(failure)) {
            return;
        }
        fullAt = System.nanoTime();
        long last = saidAt.get();
        if (System.nanoTime() - last >= PAUSE && saidAt.compareAndSet(last, System.nanoTime())) {
            LOG.error(
                    "database.disk_full database={} remedy=\"make room on the disk of this database's server, and start the"
                            + " server if it has stopped; nothing is lost, work goes on by itself\"",
                    database);
        }
    }

    /** Whether it was so lately. */
    boolean lately() {
        Long at = fullAt;
        return at != null && System.nanoTime() - at < REMEMBERED;
    }

    /** Commits are no statements to Jdbi. */
    TransactionHandler watching(TransactionHandler handler) {
        return new Commits(handler);
    }

    private final class Commits extends DelegatingTransactionHandler {

        Commits(TransactionHandler handler) {
            super(handler);
        }

        @Override
        public void commit(Handle handle) {
            try {
                super.commit(handle);
            } catch (RuntimeException failed) {
                note(failed);
                throw failed;
            }
        }

        @Override
        public TransactionHandler specialize(Handle handle) throws SQLException {
            return new Commits(getDelegate().specialize(handle));
        }
    }
}
