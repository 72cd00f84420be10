package mica.office.audience;

import java.time.Instant;
import java.util.List;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;

/**
 * Whom a notice concerns: the visitors of these places in this period.
 *
 * @param from the first instant, inclusive
 * @param to the end, exclusive
 */
public record Audience(List<AudiencePlace> places, Instant from, Instant to) {

    public Audience {
        places = List.copyOf(places);
        if (places.isEmpty() || !from.isBefore(to)) {
            throw new IllegalArgumentException("an audience needs a place, and a period that ends after it begins");
        }
    }

    /** One venue, or some of its spots. @param spots empty for all of them */
    public record AudiencePlace(VenueCode venue, List<SpotCode> spots) {

        public AudiencePlace {
            spots = List.copyOf(spots);
        }
    }
}
