package mica.exchange.log;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A failure for the log: what kind it was, where it came from and, of a database, its SQLSTATE and the names of table and
 * constraint; without its message. Messages of libraries quote what they could not read or store, and that may be what
 * somebody typed, or a link that opens somebody's registration.
 */
public final class Wordless extends Exception {

    private static final int MOST = 20;
    private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,63}");

    private final String kind;

    private Wordless(Throwable failure, @Nullable Wordless cause) {
        super(ofDatabase(failure), cause, true, true);
        this.kind = failure.getClass().getName();
        setStackTrace(failure.getStackTrace());
    }

    public static Wordless of(Throwable failure) {
        Wordless without = of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        return without == null ? new Wordless(failure, null) : without;
    }

    /** Null for what was written down before: causes may go round in a circle. */
    private static @Nullable Wordless of(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || seen.size() == MOST || !seen.add(failure)) {
            return null;
        }
        if (failure instanceof Wordless already) {
            return already;
        }
        Wordless without = new Wordless(failure, of(failure.getCause(), seen));
        for (Throwable beside : failure.getSuppressed()) {
            without.add(of(beside, seen));
        }
        if (failure instanceof SQLException sql) {
            without.add(of(sql.getNextException(), seen));
        }
        return without;
    }

    private void add(@Nullable Wordless beside) {
        if (beside != null) {
            addSuppressed(beside);
        }
    }

    private static @Nullable String ofDatabase(Throwable failure) {
        if (!(failure instanceof SQLException sql)) {
            return null;
        }
        StringBuilder told = new StringBuilder();
        tell(told, "sqlstate=", SQL_STATE, sql.getSQLState());
        ServerErrorMessage said = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        if (said != null) {
            tell(told, "table=", NAME, said.getTable());
            tell(told, "constraint=", NAME, said.getConstraint());
        }
        return told.isEmpty() ? null : told.toString();
    }

    /** What does not look like one is not one. */
    private static void tell(StringBuilder told, String label, Pattern form, @Nullable String value) {
        if (value != null && form.matcher(value).matches()) {
            told.append(told.isEmpty() ? "" : " ").append(label).append(value);
        }
    }

    /** The class of the failure itself. */
    public String kind() {
        return kind;
    }

    @Override
    public String toString() {
        String told = getMessage();
        return told == null ? kind : kind + ": " + told;
    }
}
