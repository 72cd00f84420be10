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
public record NoticePlace(VenueCode venue, String name, List<NoticeSpot> spots) {

    public record NoticeSpot(SpotCode code, String label) {}

    public NoticePlace {
        spots = List.copyOf(spots);
    }

    Audience.AudiencePlace place() {
        return new Audience.AudiencePlace(
                venue, spots.stream().map(NoticeSpot::code).toList());
    }
}
