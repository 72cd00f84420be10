package mica.office.holds;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold on the days of a range.
 *
 * @param fileNumber of the authority's own file
 * @param endsOn the last day on which it holds
 * @param closedBy who refused or lifted it; null when nobody did
 */
public record Hold(
        UUID id,
        LocalDate firstDay,
        LocalDate lastDay,
        HoldReason reason,
        String fileNumber,
        LocalDate endsOn,
        HoldState state,
        UUID askedBy,
        Instant askedAt,
        @Nullable UUID confirmedBy,
        @Nullable Instant confirmedAt,
        @Nullable UUID closedBy,
        @Nullable Instant closedAt) {}
