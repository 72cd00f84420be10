package mica.office.drafting;

import java.util.List;
import mica.exchange.venue.SpotCode;
import mica.office.venues.PlaceStore;

/** A venue picked for a draft, and which of its spots are picked. */
public record PickedPlace(PlaceStore.VenueWithSpots place, List<SpotCode> ticked) {

    public PickedPlace {
        ticked = List.copyOf(ticked);
    }

    public boolean isTicked(PlaceStore.Spot spot) {
        return ticked.contains(spot.code());
    }
}
