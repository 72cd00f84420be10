package mica.office.intake;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** What the database counted of its work. */
final class RowsRead {

    private RowsRead() {}

    /** How many rows of some tables were read until now, once the database has counted a number of changed ones. */
    static long of(Jdbi database, String tables, String changes, long changed) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
        while (number(
                        database,
                        "select coalesce(sum(" + changes + "), 0) from pg_stat_all_tables where relname ~ '" + tables
                                + "'")
                < changed) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the database does not count");
            }
            Thread.sleep(200);
        }
        return number(
                database,
                "select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0) from pg_stat_all_tables"
                        + " where relname ~ '" + tables + "'");
    }

    private static long number(Jdbi database, String sql) {
        return database.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
