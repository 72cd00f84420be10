package mica.office.kept;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that go with the day that stands in one of its columns, some at a time. Threads may share it.
 *
 * @param name see {@link DayRows#name}
 * @param table with its schema when it is the exchange's
 * @param day its column
 * @param atATime so many are deleted in a transaction
 * @param elsewhere where the table is, when it is not in the office's database
 */
public record DayTable(
        String name,
        String table,
        String day,
        int atATime,
        @Nullable Jdbi elsewhere) implements DayRows {

    private static final int USUAL = 10_000;

    /** In the office's database. */
    public static DayTable of(String name, String table, String day) {
        return new DayTable(name, table, day, USUAL, null);
    }

    /** As {@link #of}, with rows so large that fewer are deleted at a time. */
    public static DayTable ofLarge(String name, String table, String day) {
        return new DayTable(name, table, day, USUAL / 10, null);
    }

    /** In another database than the count of what was erased: a crash between them leaves some uncounted, none undeleted. */
    public static DayTable in(Jdbi database, String name, String table, String day) {
        return new DayTable(name, table, day, USUAL, database);
    }

    @Override
    public List<LocalDate> days(Handle office, LocalDate before) {
        return there(
                office,
                handle -> handle.createQuery("select distinct " + day + " from " + table + " where " + day
                                + " < :before order by " + day)
                        .bind("before", before)
                        .mapTo(LocalDate.class)
                        .list());
    }

    @Override
    public int erase(Handle office, LocalDate from) {
        return there(
                office,
                handle -> handle.createUpdate("delete from " + table
                                + " where ctid = any (array(select ctid from " + table + " where " + day
                                + " = :day limit :most))")
                        .bind("day", from)
                        .bind("most", atATime)
                        .execute());
    }

    private <T> T there(Handle office, Function<Handle, T> work) {
        return elsewhere == null
                ? work.apply(office)
                : elsewhere.withHandle((HandleCallback<T, RuntimeException>) work::apply);
    }
}
