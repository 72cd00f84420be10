package mica.office.audience;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.venue.SpotCode;
import mica.office.keys.PersonTag;
import mica.office.keys.PersonTags;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the visits by places and periods, for counting and finding people by their tags. Threads may share it. */
public final class AudienceStore {

    private static final String OF_PLACE = """
            venue_code = :venue and arrived_at >= :from and arrived_at < :to
            and (:allSpots or spot_code = any(:spots)) and withdrawn_at is null
            """;

    private final Jdbi office;
    private final PersonTags tags;
    private final ZoneId zone;

    public AudienceStore(Jdbi office, PersonTags tags, ZoneId zone) {
        this.office = office;
        this.tags = tags;
        this.zone = zone;
    }

    /** How many people an audience is, each counted once however often they came. */
    public record Count(int confirmed, int unconfirmed) {
        public int all() {
            return confirmed + unconfirmed;
        }
    }

    /** Whose a visit is, unless its day's keys are gone. */
    private record Met(boolean confirmed, Optional<PersonTag> person) {}

    public Count count(Audience audience) {
        TagSet confirmed = new TagSet();
        TagSet all = new TagSet();
        // In a transaction: otherwise the driver would read all rows into memory at once.
        office.useTransaction(tx -> {
            for (Audience.AudiencePlace place : audience.places()) {
                ofPlace(tx.createQuery("""
                                        select day, id, masked_tag, confirmed_at is not null as confirmed from visit
                                        where day between :firstDay and :lastDay and
                                        """ + OF_PLACE), audience, place)
                        .bind("firstDay", LocalDate.ofInstant(audience.from(), zone))
                        .bind("lastDay", LocalDate.ofInstant(audience.to(), zone))
                        .setFetchSize(5_000)
                        .map((row, context) -> new Met(
                                row.getBoolean("confirmed"),
                                tags.tag(
                                        row.getBytes("masked_tag"),
                                        row.getObject("day", LocalDate.class),
                                        row.getObject("id", UUID.class))))
                        .forEach(met -> met.person().ifPresent(person -> {
                            all.add(person);
                            if (met.confirmed()) {
                                confirmed.add(person);
                            }
                        }));
            }
        });
        return new Count(confirmed.size(), all.size() - confirmed.size());
    }

    /** The days of an audience with visits that nobody can open, because the keys are not there. */
    public List<LocalDate> daysWithoutKeys(Audience audience) {
        LocalDate first = LocalDate.ofInstant(audience.from(), zone);
        LocalDate last = LocalDate.ofInstant(audience.to().minusNanos(1), zone);
        VisitDayStore days = new VisitDayStore();
        return office.withHandle(handle -> days.days(handle).stream()
                .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                .filter(day -> !tags.opens(day) && days.hasVisits(handle, day))
                .toList());
    }

    /**
     * Begins to go through the people of an audience.
     *
     * @param unconfirmed whether those are meant too who never confirmed
     */
    public AudienceWalk walk(Handle handle, Audience audience, boolean unconfirmed) {
        LocalDate first = LocalDate.ofInstant(audience.from(), zone);
        LocalDate last = LocalDate.ofInstant(audience.to(), zone);
        List<LocalDate> days = new VisitDayStore()
                .days(handle).stream()
                        .filter(day -> !day.isBefore(first) && !day.isAfter(last))
                        .sorted(Comparator.reverseOrder())
                        .toList();
        return new AudienceWalk(this, tags, audience, days, unconfirmed);
    }

    /** Visits of a leg, the latest first. @param before where to go on; null to begin */
    List<VisitStore.Tagged> part(
            Handle handle, Audience audience, AudienceWalk.Leg leg, @Nullable VisitRef before, int limit) {
        return ofPlace(
                        handle.createQuery(
                                "select " + VisitStore.COLUMNS + " from visit where day = :day and " + OF_PLACE + """
                          and (arrived_at, id) < (:beforeTime, :beforeId) and (not :confirmed or confirmed_at is not null)
                        order by arrived_at desc, id desc limit :limit
                        """),
                        audience,
                        leg.place())
                .bind("day", leg.day())
                .bind("confirmed", leg.confirmed())
                .bind("beforeTime", before == null ? audience.to() : before.arrivedAt())
                .bind("beforeId", before == null ? new UUID(0, 0) : before.id())
                .bind("limit", limit)
                .map(VisitStore.TAGGED)
                .list();
    }

    private static Query ofPlace(Query query, Audience audience, Audience.AudiencePlace place) {
        return query.bind("venue", place.venue().value())
                .bind("from", audience.from())
                .bind("to", audience.to())
                .bind("allSpots", place.spots().isEmpty())
                .bindArray(
                        "spots",
                        String.class,
                        place.spots().stream().map(SpotCode::value).toArray());
    }
}
