package mica.exchange.directory;

import mica.exchange.record.Version;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;

/** One place of a venue with its own QR code. */
@Version(1)
public record SpotFacts(SpotCode code, VenueCode venue, String label, int position) {}
