package mica.office.visits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;

/** Where a visit's row stands, and what of it is not secret. */
public record VisitRef(
        LocalDate day,
        VenueCode venue,
        Instant arrivedAt,
        UUID id,
        SpotCode spot,
        Language language,
        boolean confirmed) {}
