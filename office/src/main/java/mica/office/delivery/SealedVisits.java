package mica.office.delivery;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.exchange.venue.VenueCode;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;

/** The visits recipients stand for, with their sealed addresses. */
final class SealedVisits {

    private record VenueDay(LocalDate day, VenueCode venue) {}

    private SealedVisits() {}

    /** By the visit's id; without those that were erased or withdrawn. */
    static Map<UUID, VisitStore.SealedVisit> of(
            VisitStore visits, Handle handle, Collection<ChunkStore.ChunkPerson> people) {
        Map<UUID, VisitStore.SealedVisit> found = new HashMap<>();
        Map<VenueDay, List<ChunkStore.ChunkPerson>> byPlace =
                people.stream().collect(Collectors.groupingBy(one -> new VenueDay(one.day(), one.venue())));
        byPlace.forEach((place, those) -> visits.sealed(
                        handle,
                        place.day(),
                        place.venue(),
                        those.stream()
                                .map(one -> new VisitStore.Stands(one.arrivedAt(), one.visit()))
                                .toList())
                .forEach(visit -> found.put(visit.ref().id(), visit)));
        return found;
    }
}
