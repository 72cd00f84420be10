package mica.exchange.directory;

import java.time.LocalDate;
import mica.exchange.record.Version;
import mica.exchange.venue.VenueCode;

/**
 * What the public may know of a venue.
 *
 * @param listed whether the venue consented to being shown on the public list
 * @param address shown with the list; empty when not listed
 */
@Version(1)
public record VenueFacts(
        VenueCode code,
        String name,
        String kana,
        String sector,
        String municipality,
        String address,
        boolean listed,
        State state,
        LocalDate registeredOn) {

    /** Whether a venue takes check-ins. */
    public enum State {
        OPEN,
        PAUSED,
        CLOSED
    }
}
