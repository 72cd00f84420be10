package mica.office.holds;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.directory.Disease;
import mica.office.erasure.Certificate;
import mica.office.holds.HoldTransitions.Cause;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Owns the legal holds. Threads may share it. */
public final class HoldStore {

    private static final String COLUMNS = """
            id, first_day, last_day, reason, file_number, ends_on, state, asked_by, asked_at, confirmed_by, confirmed_at, closed_by,
            closed_at
            """;

    private static final RowMapper<Hold> HOLD = (row, context) -> new Hold(
            row.getObject("id", UUID.class),
            row.getObject("first_day", LocalDate.class),
            row.getObject("last_day", LocalDate.class),
            HoldReason.valueOf(row.getString("reason")),
            row.getString("file_number"),
            row.getObject("ends_on", LocalDate.class),
            HoldState.valueOf(row.getString("state")),
            row.getObject("asked_by", UUID.class),
            row.getTimestamp("asked_at").toInstant(),
            row.getObject("confirmed_by", UUID.class),
            instant(row.getTimestamp("confirmed_at")),
            row.getObject("closed_by", UUID.class),
            instant(row.getTimestamp("closed_at")));

    /** Stores what is asked for, with the rule that limits its end. */
    void ask(Handle tx, Hold hold, Disease rule) {
        tx.createUpdate("""
                        insert into legal_hold (id, first_day, last_day, reason, file_number, ends_on, retention_days,
                                                longest_hold_days, asked_by, asked_at)
                        values (:id, :first, :last, :reason, :file, :endsOn, :retention, :longest, :by, :at)
                        """)
                .bind("id", hold.id())
                .bind("first", hold.firstDay())
                .bind("last", hold.lastDay())
                .bind("reason", hold.reason().name())
                .bind("file", hold.fileNumber())
                .bind("retention", rule.retentionDays())
                .bind("longest", rule.longestHoldDays())
                .bind("endsOn", hold.endsOn())
                .bind("by", hold.askedBy())
                .bind("at", hold.askedAt())
                .execute();
    }

    void confirm(Handle tx, UUID id, HoldState from, UUID officer, Instant at) {
        tx.createUpdate("""
                        update legal_hold set state = :to, confirmed_by = :by, confirmed_at = :at
                        where id = :id and state = :from
                        """)
                .bind("id", id)
                .bind("from", from.name())
                .bind("to", HoldTransitions.TABLE.next(from, Cause.CONFIRMED).name())
                .bind("by", officer)
                .bind("at", at)
                .execute();
    }

    /** @param officer null when its time is over */
    HoldState close(Handle tx, UUID id, HoldState from, Cause cause, @Nullable UUID officer, Instant at) {
        HoldState to = HoldTransitions.TABLE.next(from, cause);
        tx.createUpdate("""
                        update legal_hold set state = :to, closed_by = cast(:by as uuid), closed_at = :at
                        where id = :id and state = :from
                        """)
                .bind("id", id)
                .bind("from", from.name())
                .bind("to", to.name())
                .bind("by", officer)
                .bind("at", at)
                .execute();
        return to;
    }

    /** The hold, held until the transaction ends. */
    Optional<Hold> lock(Handle tx, UUID id) {
        return tx.createQuery("select " + COLUMNS + " from legal_hold where id = :id for update")
                .bind("id", id)
                .map(HOLD)
                .findOne();
    }

    Optional<Hold> find(Handle handle, UUID id) {
        return handle.createQuery("select " + COLUMNS + " from legal_hold where id = :id")
                .bind("id", id)
                .map(HOLD)
                .findOne();
    }

    /** Those that wait or are in force, oldest first. */
    List<Hold> open(Handle handle) {
        return handle.createQuery("select " + COLUMNS
                        + " from legal_hold where state in ('ASKED', 'IN_FORCE') order by asked_at, id")
                .map(HOLD)
                .list();
    }

    /** Those that are over, latest first. @param before when the last one of the page before was closed; null at first */
    List<Hold> closed(Handle handle, @Nullable Instant before, int limit) {
        return handle.createQuery("select " + COLUMNS + """
                         from legal_hold
                        where closed_at is not null
                          and (cast(:before as timestamptz) is null or closed_at < :before)
                        order by closed_at desc, id limit :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map(HOLD)
                .list();
    }

    public boolean keeps(Handle handle, LocalDate day) {
        return handle.createQuery("""
                        select exists (select from legal_hold
                                       where state = 'IN_FORCE' and :day between first_day and last_day)
                        """).bind("day", day).mapTo(Boolean.class).one();
    }

    /** The holds that were ever in force for a day, oldest first. */
    public List<Certificate.Held> thatKept(Handle handle, LocalDate day) {
        return handle.createQuery("select " + COLUMNS + """
                         from legal_hold
                        where confirmed_at is not null and :day between first_day and last_day order by confirmed_at, id
                        """)
                .bind("day", day)
                .map(HOLD)
                .map(hold -> new Certificate.Held(
                        hold.id(), hold.reason().name(), Objects.requireNonNull(hold.confirmedAt()), hold.closedAt()))
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
