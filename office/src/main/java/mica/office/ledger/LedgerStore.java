package mica.office.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mica.exchange.database.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Reads the ledger and its signed heads. Entries are written by {@link Ledger} alone. */
final class LedgerStore {

    private static final int FETCHED_AT_A_TIME = 1_000;

    private static final RowMapper<Chained> CHAINED = (row, context) -> new Chained(
            row.getLong("number"),
            row.getTimestamp("at").toInstant(),
            row.getString("event"),
            row.getObject("officer_id", UUID.class),
            facts(row.getString("facts")),
            row.getBytes("previous_hash"),
            row.getBytes("hash"));

    private static final RowMapper<SignedHead> SIGNED = (row, context) -> new SignedHead(
            row.getLong("number"),
            row.getBytes("hash"),
            row.getTimestamp("signed_at").toInstant(),
            row.getBytes("public_key"),
            row.getBytes("signature"));

    private LedgerStore() {}

    /** The last entry as the ledger itself notes it; number 0 when there is none. */
    record LastEntry(long number, byte[] hash) {}

    /** A signed head, and the hash that the entry of its number has; null when there is no such entry. */
    record Compared(SignedHead head, byte @Nullable [] entryHash) {}

    /** What was counted on a day. */
    record DayTally(LocalDate day, Event event, long count) {}

    /** What was done on a day. @param holds in force at its end */
    record Totals(long openings, long addresses, long notices, long days, long visits, long holds) {}

    /** What is asked for of the ledger. @param before the number from which older ones follow; null for the newest */
    record LedgerFilter(
            @Nullable Event event,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before) {}

    static LastEntry head(Handle handle) {
        return handle.createQuery("select number, hash from ledger_head")
                .map((row, context) -> new LastEntry(row.getLong("number"), row.getBytes("hash")))
                .one();
    }

    /** Every entry after one, in their order, however many there are; false when the reader ended it. */
    static boolean each(Handle tx, long after, Predicate<Chained> goesOn) {
        try (Stream<Chained> entries =
                tx.createQuery("""
                        select number, at, event, officer_id, facts, previous_hash, hash from ledger_entry
                        where number > :after order by number
                        """).bind("after", after).setFetchSize(FETCHED_AT_A_TIME).map(CHAINED).stream()) {
            return entries.allMatch(goesOn);
        }
    }

    /** The hashes of entries, by their numbers. */
    static Map<Long, byte[]> hashes(Handle handle, List<Long> numbers) {
        Map<Long, byte[]> hashes = new HashMap<>();
        handle.createQuery("select number, hash from ledger_entry where number = any (:numbers)")
                .bindArray("numbers", Long.class, numbers)
                .map((row, context) -> Map.entry(row.getLong("number"), row.getBytes("hash")))
                .forEach(hash -> hashes.put(hash.getKey(), hash.getValue()));
        return hashes;
    }

    /** Newest first. */
    static List<Chained> list(Handle handle, LedgerFilter filter, int limit) {
        return handle.createQuery("""
                        select number, at, event, officer_id, facts, previous_hash, hash from ledger_entry
                        where (cast(:event as text) is null or event = :event)
                          and (cast(:from as timestamptz) is null or at >= :from)
                          and (cast(:to as timestamptz) is null or at < :to)
                          and (cast(:before as bigint) is null or number < :before)
                        order by number desc limit :limit
                        """)
                .bind("event", filter.event() == null ? null : filter.event().name())
                .bind("from", filter.from())
                .bind("to", filter.to())
                .bind("before", filter.before())
                .bind("limit", limit)
                .map(CHAINED)
                .list();
    }

    /** The sign-in names of officers, for showing who did something. */
    static Map<UUID, String> loginNames(Handle handle, List<UUID> officers) {
        Map<UUID, String> names = new HashMap<>();
        handle.createQuery("select id, login_name from officer where id = any (:ids)")
                .bindArray("ids", UUID.class, officers)
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getString("login_name")))
                .forEach(name -> names.put(name.getKey(), name.getValue()));
        return names;
    }

    static void sign(Handle tx, SignedHead head) {
        tx.createUpdate("""
                        insert into ledger_signature (number, hash, signed_at, public_key, signature)
                        values (:number, :hash, :at, :key, :signature)
                        """)
                .bind("number", head.number())
                .bind("hash", head.hash())
                .bind("at", head.signedAt())
                .bind("key", head.publicKey())
                .bind("signature", head.signature())
                .execute();
    }

    /** The newest signed head. */
    static Optional<SignedHead> lastSigned(Handle handle) {
        return handle.createQuery("""
                        select number, hash, signed_at, public_key, signature from ledger_signature
                        order by signed_at desc, id desc limit 1
                        """).map(SIGNED).findOne();
    }

    /** The newest signed head of those signed before an instant. */
    static Optional<SignedHead> lastSigned(Handle handle, Instant before) {
        return handle.createQuery("""
                        select number, hash, signed_at, public_key, signature from ledger_signature
                        where signed_at < :before order by signed_at desc, id desc limit 1
                        """).bind("before", before).map(SIGNED).findOne();
    }

    /** Heads signed after an instant, oldest first. */
    static List<SignedHead> signedAfter(Handle handle, Instant after, int limit) {
        return handle.createQuery("""
                        select number, hash, signed_at, public_key, signature from ledger_signature
                        where signed_at > :after order by signed_at, id limit :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map(SIGNED)
                .list();
    }

    /** Every signed head beside the entry it signs, by number; false when the reader ended it. */
    static boolean eachCompared(Handle tx, Predicate<Compared> goesOn) {
        try (Stream<Compared> heads = tx
                .createQuery("""
                        select s.number, s.hash, s.signed_at, s.public_key, s.signature, e.hash as entry_hash
                        from ledger_signature s left join ledger_entry e on e.number = s.number
                        order by s.number, s.id
                        """)
                .setFetchSize(FETCHED_AT_A_TIME)
                .map((row, context) -> new Compared(SIGNED.map(row, context), row.getBytes("entry_hash")))
                .stream()) {
            return heads.allMatch(goesOn);
        }
    }

    /** When the first entry was made. */
    static Optional<Instant> firstAt(Handle handle) {
        return handle.createQuery("select at from ledger_entry order by number limit 1")
                .mapTo(Instant.class)
                .findOne();
    }

    static Totals totals(Handle handle, LocalDate day, Instant from, Instant to) {
        return handle.createQuery("""
                        select count(*) filter (where event = 'ADDRESSES_OPENED') as openings,
                               coalesce(sum(cast(facts ->> 'count' as bigint))
                                        filter (where event = 'ADDRESSES_OPENED'), 0) as addresses,
                               count(*) filter (where event = 'NOTICE_SENT') as notices,
                               count(*) filter (where event = 'DAY_ERASED') as days,
                               coalesce(sum(cast(facts ->> 'count' as bigint)) filter (where event = 'DAY_ERASED'), 0)
                               + (select coalesce(sum(cast(facts ->> 'count' as bigint)), 0) from ledger_entry
                                  where event = 'VISITS_ERASED' and facts ->> 'day' = :day) as visits,
                               (select greatest(0, count(*) filter (where event = 'HOLD_APPROVED')
                                                   - count(*) filter (where event = 'HOLD_ENDED')) from ledger_entry
                                where event in ('HOLD_APPROVED', 'HOLD_ENDED') and at < :to) as holds
                        from ledger_entry where at >= :from and at < :to
                        """)
                .bind("day", day.toString())
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Totals(
                        row.getLong("openings"),
                        row.getLong("addresses"),
                        row.getLong("notices"),
                        row.getLong("days"),
                        row.getLong("visits"),
                        row.getLong("holds")))
                .one();
    }

    /** Whether something counted before an instant is not entered yet. */
    static boolean hasTallies(Handle handle, Instant before) {
        return handle.createQuery("select exists (select from ledger_tally where at < :before)")
                .bind("before", before)
                .mapTo(Boolean.class)
                .one();
    }

    /** Adds to what is counted. */
    static void tally(Handle tx, Instant at, Event event, long count) {
        tx.createUpdate("insert into ledger_tally (at, event, count) values (:at, :event, :count)")
                .bind("at", at)
                .bind("event", event.name())
                .bind("count", count)
                .execute();
    }

    /** Takes away what was counted before an instant, summed by day. */
    static List<DayTally> takeTallies(Handle tx, Instant before, ZoneId zone) {
        return tx.createQuery("""
                        with taken as (delete from ledger_tally where at < :before returning at, event, count)
                        select cast(at at time zone :zone as date) as day, event, sum(count) as count from taken
                        group by 1, event order by 1, event
                        """)
                .bind("before", before)
                .bind("zone", zone.getId())
                .map((row, context) -> new DayTally(
                        row.getObject("day", LocalDate.class),
                        Event.valueOf(row.getString("event")),
                        row.getLong("count")))
                .list();
    }

    /** What is no object of texts gets a form that no entry has, so that its hash cannot fit. */
    @SuppressWarnings("unchecked")
    private static TreeMap<String, String> facts(String json) {
        TreeMap<String, String> facts = new TreeMap<>();
        if (!json.startsWith("{")) {
            facts.put("", json);
            return facts;
        }
        ((Map<String, Object>) Json.read(json, Map.class))
                .forEach((key, value) -> facts.put(key, value instanceof String text ? text : "no text: " + value));
        return facts;
    }
}
