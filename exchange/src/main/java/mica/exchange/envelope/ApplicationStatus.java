package mica.exchange.envelope;

import java.time.Instant;
import java.util.Map;
import mica.exchange.record.Version;
import org.jspecify.annotations.Nullable;

/**
 * The office's answer on an application, published sealed under the applicant's link.
 *
 * @param application as last received, so that the applicant can correct it
 * @param comments by field name of {@link VenueApplication}, when returned
 * @param message the officer's general word, when returned or rejected
 * @param venueCode once approved
 */
@Version(1)
public record ApplicationStatus(
        VenueApplication application,
        State state,
        Map<String, String> comments,
        @Nullable String message,
        @Nullable String venueCode,
        Instant changedAt) {

    /** Where an application stands; the office's state machine decides which follows which. */
    public enum State {
        SUBMITTED,
        RETURNED,
        APPROVED,
        REJECTED,
        WITHDRAWN
    }
}
