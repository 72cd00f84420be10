package mica.front.directory;

import java.util.List;
import mica.exchange.directory.VenueFacts;
import mica.exchange.venue.VenueCode;
import org.jspecify.annotations.Nullable;

/**
 * One page of the public list.
 *
 * @param count of all pages
 * @param next where the next page goes on; null on the last
 */
public record Listing(
        List<VenueFacts> venues, int count, @Nullable VenueCode next) {

    /** What was asked for; null where it does not matter. */
    public record ListingFilter(
            @Nullable String words,
            @Nullable String sector,
            @Nullable String municipality,
            @Nullable VenueCode after) {}
}
