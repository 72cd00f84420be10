package mica.office.visitor;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Owns the wishes of visitors to have all of their visits erased. Threads may share it. */
final class VisitorErasureStore {

    /** Only one office works them off at a time. */
    private static final long WORKING = 0x4d4943410004L;

    /** A wish. @param nextDay days before it were gone through; null when none was */
    record ErasureWish(
            long id,
            Instant askedAt,
            LocalDate askedOn,
            byte[] sealedTag,
            @Nullable LocalDate nextDay) {}

    /** Keeps other offices out until {@link #unlock} or the end of the connection; false when one is at it. */
    boolean lock(Handle handle) {
        return handle.createQuery("select pg_try_advisory_lock(:lock)")
                .bind("lock", WORKING)
                .mapTo(Boolean.class)
                .one();
    }

    void unlock(Handle handle) {
        handle.createQuery("select pg_advisory_unlock(:lock)")
                .bind("lock", WORKING)
                .mapTo(Boolean.class)
                .one();
    }

    void ask(Handle tx, Instant now, LocalDate today, byte[] sealedTag) {
        tx.createUpdate("""
                        insert into visitor_erasure (asked_at, asked_on, sealed_tag) values (:now, :today, :tag)
                        """)
                .bind("now", now)
                .bind("today", today)
                .bind("tag", sealedTag)
                .execute();
    }

    /** Longest waiting first. */
    List<ErasureWish> open(Handle handle, int limit) {
        return handle.createQuery("""
                        select id, asked_at, asked_on, sealed_tag, next_day from visitor_erasure order by id limit :limit
                        """)
                .bind("limit", limit)
                .map((row, context) -> new ErasureWish(
                        row.getLong("id"),
                        row.getTimestamp("asked_at").toInstant(),
                        row.getObject("asked_on", LocalDate.class),
                        row.getBytes("sealed_tag"),
                        row.getObject("next_day", LocalDate.class)))
                .list();
    }

    /** Stores that the days before one were gone through. */
    void passed(Handle handle, Collection<Long> ids, LocalDate nextDay) {
        handle.createUpdate("update visitor_erasure set next_day = :next where id = any(:ids)")
                .bind("next", nextDay)
                .bindArray("ids", Long.class, ids.toArray())
                .execute();
    }

    void done(Handle handle, Collection<Long> ids) {
        handle.createUpdate("delete from visitor_erasure where id = any(:ids)")
                .bindArray("ids", Long.class, ids.toArray())
                .execute();
    }
}
