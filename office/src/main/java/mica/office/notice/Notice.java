package mica.office.notice;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mica.office.approval.Proposal;
import mica.office.cases.InfectionCase;
import org.jspecify.annotations.Nullable;

/**
 * A notice as it is stored.
 *
 * @param number how people name it, such as N-2026-0001
 * @param writtenBy everyone who had a hand in it, the author first; none of them may approve it
 * @param infectionCase the case it belongs to; of a follow-up that of the first notice
 * @param contentHash of what approval was asked for; null in a draft
 * @param recipients fixed so far; 0 before the approval
 * @param version counts the changes; a change of an older version is refused
 */
public record Notice(
        UUID id,
        String number,
        NoticeState state,
        List<UUID> writtenBy,
        InfectionCase infectionCase,
        NoticeContent content,
        @Nullable Instant requestedAt,
        @Nullable String contentHash,
        @Nullable UUID approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant sendUntil,
        int recipients,
        @Nullable Instant finishedAt,
        int version) {

    public Notice {
        writtenBy = List.copyOf(writtenBy);
    }

    public boolean isWrittenBy(UUID officer) {
        return writtenBy.contains(officer);
    }

    /** What an approver decides on. */
    Proposal proposal() {
        return new Proposal(id, hands(), String.valueOf(contentHash), content.canonical());
    }

    Set<UUID> hands() {
        return Set.copyOf(writtenBy);
    }
}
