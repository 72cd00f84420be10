package mica.office.applications;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import org.jspecify.annotations.Nullable;

/**
 * An application as it lies with the office.
 *
 * @param version grows with every change; a decision names the one the officer saw
 * @param comments by field, when returned
 */
public record Application(
        UUID id,
        String receiptNumber,
        int revision,
        int version,
        ApplicationStatus.State state,
        VenueDetails details,
        List<String> spots,
        Map<String, String> comments,
        @Nullable String message,
        @Nullable VenueCode venueCode,
        Instant submittedAt,
        Instant changedAt) {

    /** One step of an application's life. @param officer null for a step of the applicant */
    public record ApplicationStep(
            Instant at,
            int revision,
            ApplicationStatus.State state,
            @Nullable UUID officer,
            Map<String, String> comments,
            @Nullable String message) {}
}
