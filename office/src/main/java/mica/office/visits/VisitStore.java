package mica.office.visits;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.keys.PersonTag;
import mica.office.keys.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Owns the visits. Counts and picks people without opening an address: by the tags, which it unmasks in memory. Threads
 * may share it.
 */
public final class VisitStore {

    public static final String COLUMNS =
            "day, venue_code, arrived_at, id, spot_code, language, confirmed_at, masked_tag";

    private final Jdbi office;
    private final Secrets secrets;
    private final ZoneId zone;

    public VisitStore(Jdbi office, Secrets secrets, ZoneId zone) {
        this.office = office;
        this.secrets = secrets;
        this.zone = zone;
    }

    /**
     * A visit to store.
     *
     * @param linkHash of the link in the mail that serves it, which may serve others too
     * @param doorTag by which a later registration finds it, see {@link #atDoors}; null for one that shares another's mail
     */
    public record NewVisit(
            VisitRef ref, byte[] linkHash, byte[] maskedTag, byte[] sealedAddress, byte @Nullable [] doorTag) {

        /** One that nothing looks for. */
        public NewVisit(VisitRef ref, byte[] linkHash, byte[] maskedTag, byte[] sealedAddress) {
            this(ref, linkHash, maskedTag, sealedAddress, null);
        }
    }

    /** A visit, and whose it is, masked. */
    public record Tagged(VisitRef ref, byte[] maskedTag) {}

    public static final RowMapper<Tagged> TAGGED = (row, context) -> new Tagged(
            new VisitRef(
                    row.getObject("day", LocalDate.class),
                    new VenueCode(row.getString("venue_code")),
                    row.getTimestamp("arrived_at").toInstant(),
                    row.getObject("id", UUID.class),
                    new SpotCode(row.getString("spot_code")),
                    Language.of(row.getString("language")),
                    row.getTimestamp("confirmed_at") != null),
            row.getBytes("masked_tag"));

    /** Stores visits; one that is already there stays as it is. */
    public void add(Handle tx, Collection<NewVisit> visits) {
        PreparedBatch batch = tx.prepareBatch("""
                insert into visit (day, venue_code, arrived_at, id, spot_code, language, link_hash, masked_tag,
                                   sealed_address, door_tag)
                values (:day, :venue, :arrivedAt, :id, :spot, :language, :linkHash, :maskedTag, :sealedAddress,
                        cast(:doorTag as bytea))
                on conflict do nothing
                """);
        for (NewVisit visit : visits) {
            VisitRef ref = visit.ref();
            batch.bind("day", ref.day())
                    .bind("venue", ref.venue().value())
                    .bind("arrivedAt", ref.arrivedAt())
                    .bind("id", ref.id())
                    .bind("spot", ref.spot().value())
                    .bind("language", ref.language().tag())
                    .bind("linkHash", visit.linkHash())
                    .bind("maskedTag", visit.maskedTag())
                    .bind("sealedAddress", visit.sealedAddress())
                    .bind("doorTag", visit.doorTag())
                    .add();
        }
        batch.execute();
    }

    /** How many visits a venue had on each day that is still kept, the latest first. */
    public Map<LocalDate, Long> countByDay(VenueCode venue) {
        Map<LocalDate, Long> counts = new LinkedHashMap<>();
        office.useHandle(handle -> handle.createQuery("""
                        select day, count(*) as visits from visit where venue_code = :venue group by day order by day desc
                        """)
                .bind("venue", venue.value())
                .map((row, context) -> Map.entry(row.getObject("day", LocalDate.class), row.getLong("visits")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue())));
        return counts;
    }

    /** The sealed address of a visit; empty when it was erased. */
    public Optional<byte[]> sealedAddress(Handle handle, VisitRef ref) {
        return handle.createQuery("""
                        select sealed_address from visit
                        where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                        """)
                .bind("day", ref.day())
                .bind("venue", ref.venue().value())
                .bind("arrivedAt", ref.arrivedAt())
                .bind("id", ref.id())
                .mapTo(byte[].class)
                .findOne();
    }

    /** A visit with its sealed address, which is not opened here. */
    public record SealedVisit(VisitRef ref, byte[] maskedTag, byte[] sealedAddress) {}

    /** Where a visit stands among those of one venue on one day. */
    public record Stands(Instant arrivedAt, UUID id) {}

    /**
     * Those of the visits to one venue on one day that are still there and not withdrawn. Each is looked up by its whole key: asked for a
     * stretch of time and a list of ids, PostgreSQL 18 walks the list for every moment, sixty times as long.
     */
    public List<SealedVisit> sealed(Handle handle, LocalDate day, VenueCode venue, Collection<Stands> visits) {
        Map<String, SpotCode> spots = new HashMap<>();
        return handle.createQuery("""
                        select v.arrived_at, v.id, v.spot_code, v.language, v.confirmed_at, v.masked_tag, v.sealed_address
                        from unnest(cast(:arrivals as timestamptz[]), :ids) as k (arrived_at, id),
                             lateral (select arrived_at, id, spot_code, language, confirmed_at, masked_tag, sealed_address
                                      from visit
                                      where day = :day and venue_code = :venue and arrived_at = k.arrived_at and id = k.id
                                         and withdrawn_at is null
                                      offset 0) v
                        """)
                .bind("day", day)
                .bind("venue", venue.value())
                .bindArray(
                        "arrivals",
                        String.class,
                        visits.stream().map(one -> one.arrivedAt().toString()).toArray())
                .bindArray("ids", UUID.class, visits.stream().map(Stands::id).toArray())
                .map((row, context) -> new SealedVisit(
                        new VisitRef(
                                day,
                                venue,
                                row.getTimestamp("arrived_at").toInstant(),
                                row.getObject("id", UUID.class),
                                spots.computeIfAbsent(row.getString("spot_code"), SpotCode::new),
                                Language.of(row.getString("language")),
                                row.getTimestamp("confirmed_at") != null),
                        row.getBytes("masked_tag"),
                        row.getBytes("sealed_address")))
                .list();
    }

    /** The visits that a link confirms, which are one person's at one spot; those erased or withdrawn are not. */
    public List<VisitRef> byLink(Handle handle, LinkToken link) {
        return ofHash(handle, link.hash(), "and withdrawn_at is null").stream()
                .map(Tagged::ref)
                .toList();
    }

    /** The visits that a link erases, which are one person's at one spot; those erased or withdrawn are not. */
    public List<VisitRef> toErase(Handle handle, LinkToken link) {
        return ofErasing(handle, link, "and withdrawn_at is null").stream()
                .map(Tagged::ref)
                .toList();
    }

    private List<Tagged> ofErasing(Handle handle, LinkToken link, String which) {
        List<Tagged> served = ofHash(handle, link.confirming().hash(), which);
        return served.isEmpty()
                // Visits whose mail was written before there were two links stand under the hash of their only one,
                // which
                // is that of the link that confirms, too.
                ? ofHash(handle, link.hash(), which).stream()
                        .filter(row -> secrets.links().of(row.ref().id()).equals(link))
                        .toList()
                : served;
    }

    private static List<Tagged> ofHash(Handle handle, byte[] hash, String which) {
        return handle.createQuery("select " + COLUMNS + " from visit where link_hash = :hash " + which)
                .bind("hash", hash)
                .map(TAGGED)
                .list();
    }

    /** Who made the visit that a link erases; empty when it was erased or its day is over. */
    public Optional<PersonTag> personOf(Handle handle, LinkToken link) {
        return ofErasing(handle, link, "").stream()
                .findFirst()
                .flatMap(row -> secrets.tags()
                        .tag(row.maskedTag(), row.ref().day(), row.ref().id()));
    }

    /** Marks a visit as confirmed; the first time stands. */
    public void confirm(Handle tx, VisitRef ref, Instant at) {
        tx.createUpdate("""
                        update visit set confirmed_at = :at
                        where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                          and confirmed_at is null
                        """)
                .bind("at", at)
                .bind("day", ref.day())
                .bind("venue", ref.venue().value())
                .bind("arrivedAt", ref.arrivedAt())
                .bind("id", ref.id())
                .execute();
    }

    /** Erases one visit, and answers the hash of its link. */
    public Optional<byte[]> erase(Handle tx, VisitRef ref) {
        return tx.createQuery("""
                        delete from visit
                        where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                        returning link_hash
                        """)
                .bind("day", ref.day())
                .bind("venue", ref.venue().value())
                .bind("arrivedAt", ref.arrivedAt())
                .bind("id", ref.id())
                .mapTo(byte[].class)
                .findOne();
    }

    /** Takes a visit that is held out of every notice, and answers the hash of its link; it is erased after the hold. */
    public Optional<byte[]> withdraw(Handle tx, VisitRef ref, Instant at) {
        return tx.createQuery("""
                        update visit set withdrawn_at = :at
                        where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                          and withdrawn_at is null
                        returning link_hash
                        """)
                .bind("at", at)
                .bind("day", ref.day())
                .bind("venue", ref.venue().value())
                .bind("arrivedAt", ref.arrivedAt())
                .bind("id", ref.id())
                .mapTo(byte[].class)
                .findOne();
    }

    /** The days of withdrawn visits. */
    public List<LocalDate> daysWithWithdrawn(Handle handle) {
        return handle.createQuery("select distinct day from visit where withdrawn_at is not null order by day")
                .mapTo(LocalDate.class)
                .list();
    }

    public List<VisitRef> withdrawn(Handle handle, LocalDate day) {
        return handle.createQuery("select " + COLUMNS + " from visit where day = :day and withdrawn_at is not null")
                .bind("day", day)
                .map(TAGGED)
                .map(Tagged::ref)
                .list();
    }

    /** Who made a visit; empty when it was erased or its day's keys are gone. */
    public Optional<PersonTag> person(Handle handle, VisitRef ref) {
        return handle.createQuery("""
                        select masked_tag from visit
                        where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                        """)
                .bind("day", ref.day())
                .bind("venue", ref.venue().value())
                .bind("arrivedAt", ref.arrivedAt())
                .bind("id", ref.id())
                .mapTo(byte[].class)
                .findOne()
                .flatMap(masked -> secrets.tags().tag(masked, ref.day(), ref.id()));
    }

    /** Some people's visits in a part of a day. @param last where the next part begins; null after the last one */
    public record FoundVisits(
            List<VisitRef> visits, @Nullable VisitRef last) {}

    /**
     * The visits of some people on a day. Reads the tags of everybody there, part by part, so it is for visitors' own
     * wishes to be erased and for nothing that happens often.
     *
     * @param people each with the instant after which their visits are not meant
     * @param after where to go on; null to begin
     */
    public FoundVisits ofPeople(
            Handle handle, LocalDate day, Map<PersonTag, Instant> people, @Nullable VisitRef after, int limit) {
        List<Tagged> part = handle.createQuery("select " + COLUMNS + """
                         from visit
                        where day = :day and (venue_code, arrived_at, id) > (:venue, :arrivedAt, :id)
                          and withdrawn_at is null
                        order by venue_code, arrived_at, id limit :limit
                        """)
                .bind("day", day)
                .bind("venue", after == null ? "" : after.venue().value())
                .bind("arrivedAt", after == null ? Instant.EPOCH : after.arrivedAt())
                .bind("id", after == null ? new UUID(0, 0) : after.id())
                .bind("limit", limit)
                .map(TAGGED)
                .list();
        List<VisitRef> theirs = part.stream()
                .filter(row -> secrets.tags()
                        .tag(row.maskedTag(), day, row.ref().id())
                        .map(people::get)
                        .filter(until -> !row.ref().arrivedAt().isAfter(until))
                        .isPresent())
                .map(Tagged::ref)
                .toList();
        return new FoundVisits(
                theirs, part.size() < limit ? null : part.getLast().ref());
    }
}
