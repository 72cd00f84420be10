package mica.office.intake;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.MalformedEnvelopeException;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import mica.exchange.log.Repeats;
import mica.office.kept.DayRows;
import mica.office.kept.DayTable;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the envelopes that could not be used: kept as they came, still sealed, until their day is erased. */
final class Quarantine {

    /** More are not counted, however many there are. */
    private static final int MOST_COUNTED = 10_000;

    private static final int MANY_AN_HOUR = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int LONGEST_REASON = 120;

    /** Only one office works at those that wait at a time. */
    private static final long WAITING = 0x4d4943410005L;

    private final InstantSource clock;
    private final ZoneId zone;
    private final Ledger ledger;
    private final Repeats repeats = new Repeats();

    Quarantine(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
        this.ledger = new Ledger(clock);
    }

    /** Sets one aside; one that is there already stays as it is, but when it no longer waits for its epoch. */
    void put(Handle tx, byte[] bytes, RefusedEnvelopeException why) {
        Instant now = clock.instant();
        boolean isNew = tx.createQuery("""
                        insert into quarantine (quarantined_at, day, reason, epoch, bytes)
                        values (:at, :day, :reason, cast(:epoch as uuid), :bytes)
                        on conflict (sha256(bytes)) do update set reason = excluded.reason, epoch = excluded.epoch
                        where quarantine.epoch is not null and excluded.epoch is null
                        returning xmax = 0
                        """)
                .bind("at", now)
                .bind("day", day(bytes, LocalDate.ofInstant(now, zone)))
                .bind("reason", line(why.reason()))
                .bind("epoch", why.epoch())
                .bind("bytes", bytes)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        repeats.note(
                line(why.reason()),
                1,
                (reason, times) -> LOG.warn("intake.quarantined reason=\"{}\" envelopes={}", reason, times));
        if (isNew) {
            ledger.tally(tx, Event.ENVELOPES_QUARANTINED, 1);
        }
    }

    /** Says what was held back of the lines that repeat. */
    void sayDue() {
        repeats.sayDue();
    }

    /** What an envelope says may be quoted in a reason; neither table nor log takes every letter. */
    private static String line(String reason) {
        String printable = reason.replaceAll("[^\\p{Print}]", "?");
        return printable.length() <= LONGEST_REASON ? printable : printable.substring(0, LONGEST_REASON);
    }

    /** What an envelope says of its day may be made up, so it never makes it stay longer than one that came today. */
    private static LocalDate day(byte[] bytes, LocalDate today) {
        try {
            LocalDate day = Envelope.fromBytes(bytes).day();
            if (day.isBefore(LocalDate.EPOCH)) {
                // The database's calendar is shorter than what an envelope can say.
                return LocalDate.EPOCH;
            }
            return day.isBefore(today) ? day : today;
        } catch (MalformedEnvelopeException unreadable) {
            return today;
        }
    }

    /**
     * Works on what waited for an epoch that is here now, and takes it out but for what was set aside anew. One office at a
     * time, and in no transaction: the work stores, and sets the same envelopes aside, in transactions of its own. Answers
     * how many.
     */
    int takeWaiting(Jdbi office, int limit, MailboxStore.EnvelopeWork work) {
        return office.withHandle(handle -> {
            if (!answers(handle, "select pg_try_advisory_lock(:lock)")) {
                return 0;
            }
            try {
                return workOnWaiting(handle, limit, work);
            } finally {
                answers(handle, "select pg_advisory_unlock(:lock)");
            }
        });
    }

    private static boolean answers(Handle handle, String question) {
        return handle.createQuery(question)
                .bind("lock", WAITING)
                .mapTo(Boolean.class)
                .one();
    }

    private static int workOnWaiting(Handle handle, int limit, MailboxStore.EnvelopeWork work) {
        List<KeptEnvelope> waiting = handle.createQuery("""
                        select q.id, q.bytes from quarantine q join seal_epoch e on e.epoch = q.epoch
                        order by q.id limit :limit
                        """)
                .bind("limit", limit)
                .map((row, context) -> new KeptEnvelope(row.getLong("id"), row.getBytes("bytes")))
                .list();
        if (!waiting.isEmpty()) {
            work.on(waiting.stream().map(KeptEnvelope::bytes).toList());
            handle.createUpdate("delete from quarantine where id = any(:ids) and epoch is not null")
                    .bindArray(
                            "ids",
                            Long.class,
                            waiting.stream().map(KeptEnvelope::id).toArray())
                    .execute();
        }
        return waiting.size();
    }

    /** Someone should look at one that came within the hour, and must at a hundred. */
    static Part part(Jdbi office, Instant now) {
        return office.withHandle(handle -> handle.createQuery("""
                        select count(*) as kept, count(*) filter (where quarantined_at > :hourAgo) as last_hour,
                               min(quarantined_at) as oldest, max(quarantined_at) as newest
                        from (select quarantined_at from quarantine order by id desc limit :most) q
                        """)
                .bind("hourAgo", now.minus(Duration.ofHours(1)))
                .bind("most", MOST_COUNTED)
                .map((row, context) -> part(
                        row.getLong("kept"),
                        row.getLong("last_hour"),
                        row.getTimestamp("oldest"),
                        row.getTimestamp("newest"),
                        now))
                .one());
    }

    private static Part part(
            long kept, long lastHour, @Nullable Timestamp oldest, @Nullable Timestamp newest, Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kept", kept == MOST_COUNTED ? kept + " or more" : kept);
        facts.put("last_hour", lastHour);
        if (oldest != null && newest != null) {
            facts.put(
                    "oldest_seconds", Duration.between(oldest.toInstant(), now).toSeconds());
            facts.put(
                    "newest_seconds", Duration.between(newest.toInstant(), now).toSeconds());
        }
        Condition few = lastHour == 0 ? Condition.WELL : Condition.DEGRADED;
        return new Part("quarantine", lastHour >= MANY_AN_HOUR ? Condition.DOWN : few, facts);
    }

    /** Those of some visits, by the id that every envelope has at the same place. */
    static void eraseVisits(Handle tx, LocalDate day, Collection<UUID> visits) {
        tx.createUpdate("""
                        delete from quarantine
                        where day = :day
                          and substring(bytes from 3 for 16) in (select uuid_send(visit) from unnest(:visits) as visit)
                        """)
                .bind("day", day)
                .bindArray("visits", UUID.class, visits.toArray())
                .execute();
    }

    /** A quarantined envelope. */
    record KeptEnvelope(long id, byte[] bytes) {}

    /** Those of a day that wait for no epoch. @param after the last one of the part before, 0 at first */
    static List<KeptEnvelope> ofDay(Handle handle, LocalDate day, long after, int limit) {
        return handle.createQuery("""
                        select id, bytes from quarantine where day = :day and epoch is null and id > :after
                        order by id limit :limit
                        """)
                .bind("day", day)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new KeptEnvelope(row.getLong("id"), row.getBytes("bytes")))
                .list();
    }

    static void erase(Handle tx, Collection<Long> ids) {
        tx.createUpdate("delete from quarantine where id = any(:ids)")
                .bindArray("ids", Long.class, ids.toArray())
                .execute();
    }

    /** They go with the day of their keys. */
    static DayRows rows() {
        return DayTable.ofLarge("quarantined", "quarantine", "day");
    }
}
