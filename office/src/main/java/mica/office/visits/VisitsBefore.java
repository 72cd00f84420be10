package mica.office.visits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import mica.exchange.venue.VenueCode;
import mica.office.keys.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** What the intake asks of the visits that were before, each by an index. Threads may share it. */
public final class VisitsBefore {

    /** A visit that a later registration may share the mail of. */
    public record AtDoor(byte[] doorTag, UUID id, Instant arrivedAt, byte[] linkHash) {}

    /**
     * The visits of some days with one of the tags, by an index: what it costs depends on how many are asked for, not on how
     * many were there.
     *
     * @param doorTags see {@link Secrets#doorTags}
     */
    public List<AtDoor> atDoors(Handle tx, Collection<LocalDate> days, Collection<byte[]> doorTags) {
        return tx.createQuery("""
                        select v.door_tag, v.id, v.arrived_at, v.link_hash
                        from unnest(:tags) as tag,
                             lateral (select door_tag, id, arrived_at, link_hash from visit
                                      where day = any(cast(:days as date[])) and door_tag = tag and withdrawn_at is null
                                      offset 0) v
                        """)
                .bindArray(
                        "days",
                        String.class,
                        days.stream().map(LocalDate::toString).toArray())
                .bind("tags", octets(doorTags))
                .map((row, context) -> new AtDoor(
                        row.getBytes("door_tag"),
                        row.getObject("id", UUID.class),
                        row.getTimestamp("arrived_at").toInstant(),
                        row.getBytes("link_hash")))
                .list();
    }

    /** Those of some hashes of links that visits of some days have. */
    public List<byte[]> knownLinks(Handle tx, Collection<LocalDate> days, Collection<byte[]> linkHashes) {
        return tx.createQuery("""
                        select hash from unnest(:hashes) as hash
                        where exists (select from visit where day = any(cast(:days as date[])) and link_hash = hash
                                      offset 0)
                        """)
                .bindArray(
                        "days",
                        String.class,
                        days.stream().map(LocalDate::toString).toArray())
                .bind("hashes", octets(linkHashes))
                .mapTo(byte[].class)
                .list();
    }

    private static Argument octets(Collection<byte[]> many) {
        return (position, statement, context) -> statement.setArray(
                position, statement.getConnection().createArrayOf("bytea", many.toArray(byte[][]::new)));
    }

    /** Whether a visit is there and waits for its confirmation. */
    public boolean isUnconfirmed(Handle tx, LocalDate day, VenueCode venue, Instant arrivedAt, UUID id) {
        return tx.createQuery("""
                        select exists (select from visit
                                       where day = :day and venue_code = :venue and arrived_at = :arrivedAt and id = :id
                                         and confirmed_at is null and withdrawn_at is null)
                        """)
                .bind("day", day)
                .bind("venue", venue.value())
                .bind("arrivedAt", arrivedAt)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }
}
