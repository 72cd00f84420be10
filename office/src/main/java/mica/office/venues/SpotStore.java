package mica.office.venues;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jdbi.v3.core.Handle;

/** Finds the places behind spot codes. Threads may share it. */
public final class SpotStore {

    /** A spot with the names people know it by. */
    public record PlacedSpot(SpotCode code, String label, VenueCode venue, String venueName) {}

    /** The known ones among the codes. */
    public Map<SpotCode, PlacedSpot> find(Handle handle, Collection<SpotCode> codes) {
        Map<SpotCode, PlacedSpot> spots = new HashMap<>();
        handle.createQuery("""
                        select s.code, s.label, s.venue_code, v.name
                        from spot s join venue v on v.code = s.venue_code
                        where s.code = any(:codes)
                        """)
                .bindArray(
                        "codes",
                        String.class,
                        codes.stream().map(SpotCode::value).distinct().toArray())
                .map((row, context) -> new PlacedSpot(
                        new SpotCode(row.getString("code")),
                        row.getString("label"),
                        new VenueCode(row.getString("venue_code")),
                        row.getString("name")))
                .forEach(spot -> spots.put(spot.code(), spot));
        return spots;
    }
}
