package mica.office.erasure;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mica.office.erasure.ErasureTransitions.Cause;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Owns how far the erasure of each day is, which keys went and how many rows. Threads may share it. */
public final class ErasureStore {

    /** Only one office erases at a time. */
    private static final long ERASING = 0x4d4943410002L;

    private static final long BEGINNING = 0x4d4943410003L;

    private static final String COLUMNS = """
            day, state, retention_days, legal_maximum_days, legal_source, due_at, keys_destroyed_at, detached_at,
            dropped_at, certified_at
            """;

    /** The erasure of one day. A time is null until its step is done. */
    record ErasedDay(
            LocalDate day,
            ErasureState state,
            RetentionRule rule,
            Instant dueAt,
            @Nullable Instant keysDestroyedAt,
            @Nullable Instant detachedAt,
            @Nullable Instant droppedAt,
            @Nullable Instant certifiedAt) {

        /** When it came to the state it is in. */
        Instant since() {
            Instant at = switch (state) {
                case DUE -> dueAt;
                case KEYS_DESTROYED -> keysDestroyedAt;
                case DETACHED -> detachedAt;
                case DROPPED -> droppedAt;
                case CERTIFIED -> certifiedAt;
            };
            return at == null ? dueAt : at;
        }
    }

    /** A key by its public half. */
    record DestroyedKey(
            String purpose, String fingerprint, @Nullable Instant destroyedAt) {}

    private static final RowMapper<ErasedDay> ERASED = (row, context) -> new ErasedDay(
            row.getObject("day", LocalDate.class),
            ErasureState.valueOf(row.getString("state")),
            new RetentionRule(
                    row.getInt("retention_days"), row.getInt("legal_maximum_days"), row.getString("legal_source")),
            row.getTimestamp("due_at").toInstant(),
            instant(row.getTimestamp("keys_destroyed_at")),
            instant(row.getTimestamp("detached_at")),
            instant(row.getTimestamp("dropped_at")),
            instant(row.getTimestamp("certified_at")));

    /** Keeps other offices from erasing until {@link #unlock} or the end of the connection; false when one is at it. */
    boolean lock(Handle handle) {
        return handle.createQuery("select pg_try_advisory_lock(:lock)")
                .bind("lock", ERASING)
                .mapTo(Boolean.class)
                .one();
    }

    void unlock(Handle handle) {
        handle.createQuery("select pg_advisory_unlock(:lock)")
                .bind("lock", ERASING)
                .mapTo(Boolean.class)
                .one();
    }

    /** Until the transaction ends, no other one decides whether the erasure of a day begins or a hold keeps it. */
    public void lockBeginnings(Handle tx) {
        tx.execute("select pg_advisory_xact_lock(?)", BEGINNING);
    }

    /** Begins the erasure of a day; one that is begun stays as it is. */
    boolean begin(Handle tx, LocalDate day, RetentionRule rule, Instant now) {
        return tx.createUpdate("""
                        insert into erasure (day, retention_days, legal_maximum_days, legal_source, due_at)
                        values (:day, :days, :maximum, :source, :now) on conflict do nothing
                        """)
                        .bind("day", day)
                        .bind("days", rule.days())
                        .bind("maximum", rule.legalMaximumDays())
                        .bind("source", rule.legalSource())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /**
     * Stores that a step is done.
     *
     * @throws IllegalStateException when it does not happen in that state, or the erasure is in another one
     */
    void advance(Handle tx, LocalDate day, ErasureState from, Cause cause, Instant now) {
        ErasureState to = ErasureTransitions.TABLE.next(from, cause);
        int moved = tx.createUpdate(
                        "update erasure set state = :to, " + time(to) + " = :now where day = :day and state = :from")
                .bind("to", to.name())
                .bind("from", from.name())
                .bind("now", now)
                .bind("day", day)
                .execute();
        if (moved != 1) {
            throw new IllegalStateException("the erasure of " + day + " is no longer " + from);
        }
    }

    private static String time(ErasureState state) {
        return switch (state) {
            case DUE -> "due_at";
            case KEYS_DESTROYED -> "keys_destroyed_at";
            case DETACHED -> "detached_at";
            case DROPPED -> "dropped_at";
            case CERTIFIED -> "certified_at";
        };
    }

    Optional<ErasedDay> find(Handle handle, LocalDate day) {
        return handle.createQuery("select " + COLUMNS + " from erasure where day = :day")
                .bind("day", day)
                .map(ERASED)
                .findOne();
    }

    /** Erasures that are not over, oldest day first. */
    List<ErasedDay> open(Handle handle) {
        return handle.createQuery("select " + COLUMNS + " from erasure where state <> 'CERTIFIED' order by day")
                .map(ERASED)
                .list();
    }

    /** Certified days, oldest first. @param after the last one of the page before */
    List<LocalDate> certified(Handle handle, LocalDate after, int limit) {
        return handle.createQuery("""
                        select day from erasure where state = 'CERTIFIED' and day > :after order by day limit :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(LocalDate.class)
                .list();
    }

    /** Every day whose erasure has begun. */
    public List<LocalDate> begun(Handle handle) {
        return handle.createQuery("select day from erasure order by day")
                .mapTo(LocalDate.class)
                .list();
    }

    /** The days of a range whose erasure has begun. */
    public List<LocalDate> begun(Handle handle, LocalDate first, LocalDate last) {
        return handle.createQuery("select day from erasure where day between :first and :last order by day")
                .bind("first", first)
                .bind("last", last)
                .mapTo(LocalDate.class)
                .list();
    }

    /** Latest first. @param before the day the page before ended with; null at first */
    List<ErasedDay> list(Handle handle, @Nullable LocalDate before, int limit) {
        return handle.createQuery("select " + COLUMNS + """
                         from erasure where cast(:before as date) is null or day < :before order by day desc limit :limit
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .map(ERASED)
                .list();
    }

    /** Every day whose keys are destroyed. */
    List<LocalDate> withoutKeys(Handle handle) {
        return handle.createQuery("select day from erasure where state <> 'DUE' order by day")
                .mapTo(LocalDate.class)
                .list();
    }

    /** Notes a key that is about to be destroyed. */
    void noteKey(Handle handle, LocalDate day, String purpose, String fingerprint) {
        handle.createUpdate("""
                        insert into erasure_key (day, purpose, fingerprint) values (:day, :purpose, :fingerprint)
                        on conflict do nothing
                        """)
                .bind("day", day)
                .bind("purpose", purpose)
                .bind("fingerprint", fingerprint)
                .execute();
    }

    /** Notes that the keys of a day are gone, or the one of a purpose. @param purpose null for all */
    void keysDestroyed(Handle handle, LocalDate day, @Nullable String purpose, Instant now) {
        handle.createUpdate("""
                        update erasure_key set destroyed_at = :now
                        where day = :day and destroyed_at is null
                          and (cast(:purpose as text) is null or purpose = :purpose)
                        """)
                .bind("now", now)
                .bind("day", day)
                .bind("purpose", purpose)
                .execute();
    }

    List<DestroyedKey> keys(Handle handle, LocalDate day) {
        return handle.createQuery("""
                        select purpose, fingerprint, destroyed_at from erasure_key where day = :day order by purpose
                        """)
                .bind("day", day)
                .map((row, context) -> new DestroyedKey(
                        row.getString("purpose"),
                        row.getString("fingerprint"),
                        instant(row.getTimestamp("destroyed_at"))))
                .list();
    }

    /** Adds to how many rows of a kind went with a day. */
    void count(Handle tx, LocalDate day, String what, long rows) {
        tx.createUpdate("""
                        insert into erasure_count (day, what, rows) values (:day, :what, :rows)
                        on conflict (day, what) do update set rows = erasure_count.rows + excluded.rows
                        """)
                .bind("day", day)
                .bind("what", what)
                .bind("rows", rows)
                .execute();
    }

    Map<String, Long> counts(Handle handle, LocalDate day) {
        Map<String, Long> counts = new LinkedHashMap<>();
        handle.createQuery("select what, rows from erasure_count where day = :day order by what")
                .bind("day", day)
                .map((row, context) -> Map.entry(row.getString("what"), row.getLong("rows")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
