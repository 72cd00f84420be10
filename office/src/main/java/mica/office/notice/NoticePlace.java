package mica.office.notice;

import java.util.List;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.audience.Audience;

/**
 * A venue a notice concerns, under the name it had when the notice was written.
 *
 * @param spots empty for all of them
 */
public record NoticePlace(VenueCode venue, String name, List<Spot> spots) {

    public record Spot(SpotCode code, String label) {}

    public NoticePlace {
        spots = List.copyOf(spots);
    }

    Audience.Place place() {
        return new Audience.Place(venue, spots.stream().map(Spot::code).toList());
    }
}
