package mica.office.notice;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import mica.exchange.database.DiskFull;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, or in a hurry, from one that refuses. */
final class Outage {

    private Outage() {}

    /** Whether the same may go well a little later. */
    static boolean is(@Nullable Throwable failure) {
        if (DiskFull.is(failure)) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                // Connection, transaction rolled back (deadlock), resources, operator, internal (appendix A of
                // PostgreSQL).
                return state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("58");
            }
        }
        return false;
    }
}
