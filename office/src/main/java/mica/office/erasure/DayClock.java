package mica.office.erasure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * The clock of what cannot be undone. It is believed while this machine and the database agree and time has gone on as
 * time does since it was last believed; a jump, be it a broken clock or a long outage, is first watched and, when it is
 * long, needs a person's word. Threads may share it.
 */
final class DayClock {

    /** Two machines without any time service drift apart by a few seconds a day. */
    static final Duration AGREEMENT = Duration.ofMinutes(5);

    /** An office that was away for a day is nothing unusual. */
    static final Duration USUAL_PAUSE = Duration.ofHours(26);

    /** So long the clocks must go steadily after a longer pause; who set one wrongly notices within it. */
    static final Duration WATCHED = Duration.ofHours(1);

    /** After more than this a person must say that the clock is right. */
    static final Duration LONGEST_PAUSE = Duration.ofDays(31);

    /** Runs come every minute; this many missed end a watch. */
    private static final Duration STEADY_STEP = Duration.ofMinutes(10);

    /** What the clock says, and whether to go by it. */
    sealed interface ClockReading {
        Instant now();

        record Believed(Instant now) implements ClockReading {}

        /** @param believedAt the last reading that was believed */
        record Doubted(Instant now, Instant believedAt, Doubt doubt) implements ClockReading {}
    }

    /** Why a reading is not believed. */
    enum Doubt {
        /** Of this machine and the database one is wrong. */
        DIFFERS_FROM_DATABASE,
        WENT_BACK,
        /** Ahead by more than a usual pause; believed after it was watched. */
        JUMPED_AHEAD,
        /** Ahead by so much that a person must confirm it. */
        JUMPED_FAR_AHEAD
    }

    private record Memory(
            Instant believedAt,
            @Nullable Instant steadyFrom,
            @Nullable Instant steadyUntil) {}

    private static final RowMapper<Memory> MEMORY = (row, context) -> new Memory(
            row.getTimestamp("believed_at").toInstant(),
            instant(row.getTimestamp("steady_from")),
            instant(row.getTimestamp("steady_until")));

    private final Jdbi office;
    private final InstantSource clock;
    private final InstantSource databaseClock;

    DayClock(Jdbi office, InstantSource clock, InstantSource databaseClock) {
        this.office = office;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /** @param newest when the newest rows are from, for a database that remembers no reading yet; null when it has none */
    ClockReading read(@Nullable Instant newest) {
        Instant now = clock.instant();
        Instant there = databaseClock.instant();
        return office.inTransaction(tx -> {
            Memory memory = memory(tx, newest == null ? now : newest);
            if (Duration.between(now, there).abs().compareTo(AGREEMENT) > 0) {
                return new ClockReading.Doubted(now, memory.believedAt(), Doubt.DIFFERS_FROM_DATABASE);
            }
            if (now.isBefore(memory.believedAt().minus(AGREEMENT))) {
                return new ClockReading.Doubted(now, memory.believedAt(), Doubt.WENT_BACK);
            }
            Duration pause = Duration.between(memory.believedAt(), now);
            if (pause.compareTo(USUAL_PAUSE) <= 0 || hasBeenWatched(tx, memory, now, pause)) {
                believe(tx, now.isAfter(memory.believedAt()) ? now : memory.believedAt());
                return new ClockReading.Believed(now);
            }
            return new ClockReading.Doubted(
                    now,
                    memory.believedAt(),
                    pause.compareTo(LONGEST_PAUSE) > 0 ? Doubt.JUMPED_FAR_AHEAD : Doubt.JUMPED_AHEAD);
        });
    }

    private static boolean hasBeenWatched(Handle tx, Memory memory, Instant now, Duration pause) {
        Instant from = memory.steadyFrom();
        Instant until = memory.steadyUntil();
        boolean steady = from != null
                && until != null
                && !now.isBefore(until.minus(AGREEMENT))
                && !now.isAfter(until.plus(STEADY_STEP));
        if (steady && Duration.between(from, now).compareTo(WATCHED) >= 0) {
            return pause.compareTo(LONGEST_PAUSE) <= 0;
        }
        tx.createUpdate("update day_clock set steady_from = :from, steady_until = :now")
                .bind("from", steady ? from : now)
                .bind("now", now)
                .execute();
        return false;
    }

    private static Memory memory(Handle tx, Instant first) {
        tx.createUpdate("insert into day_clock (believed_at) values (:first) on conflict do nothing")
                .bind("first", first)
                .execute();
        return tx.createQuery("select believed_at, steady_from, steady_until from day_clock for update")
                .map(MEMORY)
                .one();
    }

    private static void believe(Handle tx, Instant now) {
        tx.createUpdate("update day_clock set believed_at = :now, steady_from = null, steady_until = null")
                .bind("now", now)
                .execute();
    }

    /** A person's word that the clock is right as it is now. */
    static void trust(Jdbi office, Instant now) {
        office.useTransaction(tx -> {
            memory(tx, now);
            believe(tx, now);
        });
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
