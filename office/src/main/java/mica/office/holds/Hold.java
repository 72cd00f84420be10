package mica.office.holds;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import mica.office.approval.Proposal;
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
        @Nullable Instant closedAt) {

    private static final int VERSION = 1;

    /** What was asked for, and by whom: the same octets for the same hold. */
    String canonical() {
        return JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("version", VERSION)
                .put("hold", id.toString())
                .put("firstDay", firstDay.toString())
                .put("lastDay", lastDay.toString())
                .put("reason", reason.name())
                .put("fileNumber", fileNumber)
                .put("endsOn", endsOn.toString())
                .put("askedBy", askedBy.toString())
                .toString();
    }

    /** SHA-256 of {@link #canonical}: what a confirmation is bound to. */
    public String hash() {
        return Proposal.hash(canonical());
    }

    /** What another officer confirms. Nothing of it changes once it was asked for. */
    Proposal proposal() {
        return new Proposal(id, hands(), hash(), canonical());
    }

    Set<UUID> hands() {
        return Set.of(askedBy);
    }
}
