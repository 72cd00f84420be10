package mica.office.visits;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Owns the day partitions of the visits: makes them, takes them off and drops them without ever holding up a check-in.
 * Nothing here waits longer than a few seconds for somebody else's transaction. Threads may share it.
 */
public final class VisitDayStore {

    /** Over PostgreSQL's second (deadlock_timeout) after which autovacuum gives way to others. */
    private static final String LONGEST_WAIT = "3s";

    private static final long MAKING = 0x4d4943410001L;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** How a day's table hangs on the visits. */
    private enum PartitionPlace {
        ABSENT,
        ATTACHED,
        /** A detach was begun and broke off; inserts and reads pass it by already. */
        HALF_DETACHED,
        ALONE
    }

    /**
     * Makes the partition of a day where it is missing, in the caller's transaction or one of its own. A table made aside and attached
     * asks for a lock that gets on with check-ins and with readers; {@code create table … partition of} does not.
     */
    public void ensure(Handle handle, LocalDate day) {
        if (place(handle, day) == PartitionPlace.ATTACHED) {
            return;
        }
        handle.useTransaction(tx -> {
            tx.execute("set local lock_timeout = '" + LONGEST_WAIT + "'");
            tx.execute("select pg_advisory_xact_lock(?)", MAKING);
            if (place(tx, day) == PartitionPlace.ATTACHED) {
                return;
            }
            tx.execute("create table if not exists " + table(day) + " (like visit including all)");
            tx.execute("alter table visit attach partition " + table(day) + " for values in ('" + day + "')");
            tx.execute("set local lock_timeout to default");
        });
    }

    /** Days that still have a table, attached or not, oldest first. */
    public List<LocalDate> days(Handle handle) {
        return handle.createQuery("""
                        select right(c.relname, 8) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where c.relkind = 'r' and c.relname ~ '^visit_[0-9]{8}$' and n.nspname = current_schema()
                        order by 1
                        """)
                .mapTo(String.class)
                .map(day -> LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE))
                .list();
    }

    /**
     * Takes a day off the visits; may be repeated, also after it broke off. Not within a transaction. Check-ins and
     * readers of other days go on meanwhile.
     *
     * @return false when somebody's open transaction is in the way: try again later
     */
    public boolean detach(Handle handle, LocalDate day) {
        return switch (place(handle, day)) {
            case ABSENT, ALONE -> true;
            case HALF_DETACHED -> patiently(handle, detaching(day, "finalize"));
            case ATTACHED -> {
                Optional<LocalDate> begun = halfDetached(handle);
                // PostgreSQL keeps only one half detached at a time.
                yield (begun.isEmpty() || detach(handle, begun.get()))
                        && patiently(handle, detaching(day, "concurrently"));
            }
        };
    }

    private static String detaching(LocalDate day, String how) {
        return "alter table visit detach partition " + table(day) + " " + how;
    }

    /** Whether there is a visit of a day, attached or not. */
    public boolean hasVisits(Handle handle, LocalDate day) {
        return place(handle, day) != PartitionPlace.ABSENT
                && handle.createQuery("select exists (select from " + table(day) + ")")
                        .mapTo(Boolean.class)
                        .one();
    }

    /** How many visits a detached day has. */
    public long count(Handle handle, LocalDate day) {
        return place(handle, day) == PartitionPlace.ABSENT
                ? 0
                : handle.createQuery("select count(*) from " + table(day))
                        .mapTo(Long.class)
                        .one();
    }

    /** Drops a detached day, within the caller's transaction. @throws IllegalStateException when it is still attached */
    public void drop(Handle tx, LocalDate day) {
        PartitionPlace place = place(tx, day);
        if (place == PartitionPlace.ATTACHED || place == PartitionPlace.HALF_DETACHED) {
            throw new IllegalStateException("still attached: " + day);
        }
        tx.execute("set local lock_timeout = '" + LONGEST_WAIT + "'");
        tx.execute("drop table if exists " + table(day));
    }

    /** Whether a failure means only that somebody else's transaction was in the way. */
    public static boolean isInTheWay(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean patiently(Handle handle, String statement) {
        handle.execute("set lock_timeout = '" + LONGEST_WAIT + "'");
        try {
            handle.execute(statement);
            return true;
        } catch (UnableToExecuteStatementException failed) {
            if (isInTheWay(failed)) {
                return false;
            }
            throw failed;
        } finally {
            handle.execute("reset lock_timeout");
        }
    }

    private static Optional<LocalDate> halfDetached(Handle handle) {
        return handle.createQuery("""
                        select right(c.relname, 8) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = cast('visit' as regclass) and i.inhdetachpending
                        """)
                .mapTo(String.class)
                .map(day -> LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE))
                .findOne();
    }

    private static PartitionPlace place(Handle handle, LocalDate day) {
        return handle.createQuery("""
                        select case when c.oid is null then 'ABSENT'
                                    when i.inhdetachpending then 'HALF_DETACHED'
                                    when i.inhrelid is not null then 'ATTACHED'
                                    else 'ALONE' end
                        from (select cast(to_regclass(:name) as oid) as oid) c
                        left join pg_inherits i on i.inhrelid = c.oid
                        """)
                .bind("name", table(day))
                .mapTo(PartitionPlace.class)
                .one();
    }

    private static String table(LocalDate day) {
        return "visit_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
