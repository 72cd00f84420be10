package mica.exchange.database;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, or in a hurry, from one that refuses. */
public final class Outage {

    private Outage() {}

    /** Whether the same may go well a little later. */
    public static boolean is(@Nullable Throwable failure) {
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
                // Connection, a standby's transaction, transaction rolled back (deadlock), resources, locks, operator,
                // internal (appendix A of PostgreSQL).
                return state.startsWith("08")
                        || state.equals("25006")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("55")
                        || state.startsWith("57")
                        || state.startsWith("58");
            }
        }
        return false;
    }

    /** What the database calls a failure (appendix A of PostgreSQL); empty when it is none of a database. */
    static String state(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** Whether the database refuses what it was given: it will refuse the same tomorrow. */
    public static boolean isOfContent(@Nullable Throwable failure) {
        String state = state(failure);
        // Values that do not fit their type, and constraints (appendix A of PostgreSQL).
        return state.startsWith("22") || state.startsWith("23");
    }
}
