package mica.office.venues;

import java.time.LocalDate;
import mica.exchange.directory.VenueFacts;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;

/** A registered venue. @param version grows with each change */
public record Venue(VenueCode code, VenueDetails details, VenueFacts.State state, LocalDate registeredOn, int version) {

    VenueFacts facts() {
        return new VenueFacts(
                code,
                details.name(),
                details.kana(),
                details.sector(),
                details.municipality(),
                details.address(),
                details.listed(),
                state,
                registeredOn);
    }
}
