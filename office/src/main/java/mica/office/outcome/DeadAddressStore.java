package mica.office.outcome;

import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import mica.office.kept.DayRows;
import mica.office.kept.DayTable;
import org.jdbi.v3.core.Handle;

/** Owns the reports of addresses that mail servers do not know. Threads may share it. */
final class DeadAddressStore {

    record DeadAddressRow(long n, LocalDate day, UUID id, byte[] maskedTag) {}

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

    void since(Handle handle, long n, Consumer<DeadAddressRow> reader) {
        handle.createQuery("select n, day, id, masked_tag from dead_address where n > :n order by n")
                .bind("n", n)
                .setFetchSize(1_000)
                .map((row, context) -> new DeadAddressRow(
                        row.getLong("n"),
                        row.getObject("day", LocalDate.class),
                        row.getObject("id", UUID.class),
                        row.getBytes("masked_tag")))
                .forEach(reader);
    }

    static DayRows rows() {
        return DayTable.of("dead_addresses", "dead_address", "day");
    }
}
