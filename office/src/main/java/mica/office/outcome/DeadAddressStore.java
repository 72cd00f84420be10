package mica.office.outcome;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import mica.office.kept.DayRows;
import org.jdbi.v3.core.Handle;

/** Owns the reports of addresses that mail servers do not know. Threads may share it. */
final class DeadAddressStore {

    record Row(long n, LocalDate day, UUID id, byte[] maskedTag) {}

    void insert(Handle tx, LocalDate day, UUID id, byte[] maskedTag) {
        tx.createUpdate("""
                        insert into dead_address (day, id, masked_tag) values (:day, :id, :tag)
                        on conflict (day, id) do nothing
                        """)
                .bind("day", day)
                .bind("id", id)
                .bind("tag", maskedTag)
                .execute();
    }

    static void delete(Handle tx, LocalDate day, UUID id) {
        tx.createUpdate("delete from dead_address where day = :day and id = :id")
                .bind("day", day)
                .bind("id", id)
                .execute();
    }

    void since(Handle handle, long n, Consumer<Row> reader) {
        handle.createQuery("select n, day, id, masked_tag from dead_address where n > :n order by n")
                .bind("n", n)
                .setFetchSize(1_000)
                .map((row, context) -> new Row(
                        row.getLong("n"),
                        row.getObject("day", LocalDate.class),
                        row.getObject("id", UUID.class),
                        row.getBytes("masked_tag")))
                .forEach(reader);
    }

    static DayRows rows() {
        return new DayRows() {

            @Override
            public String name() {
                return "dead_addresses";
            }

            @Override
            public String table() {
                return "dead_address";
            }

            @Override
            public List<LocalDate> days(Handle office, LocalDate before) {
                return office.createQuery("select distinct day from dead_address where day < :before order by day")
                        .bind("before", before)
                        .mapTo(LocalDate.class)
                        .list();
            }

            @Override
            public int erase(Handle office, LocalDate day) {
                return office.createUpdate("""
                                delete from dead_address where ctid = any (array(
                                  select ctid from dead_address where day = :day limit 10000))
                                """).bind("day", day).execute();
            }
        };
    }
}
