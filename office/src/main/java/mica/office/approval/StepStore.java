package mica.office.approval;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.officers.Officer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Owns the steps of everything that needs two officers, of one kind of thing each; nothing of it is ever changed. The
 * database refuses a decision by whoever had a hand in the thing, a second one of the same officer, and one on anything
 * but what was last asked for. Threads may share it.
 */
public final class StepStore<D extends Enum<D> & Deed> {

    private final String kind;
    private final Class<D> deeds;

    /** @param kind of things, in capital letters */
    public StepStore(String kind, Class<D> deeds) {
        this.kind = kind;
        this.deeds = deeds;
    }

    /**
     * Notes a step that is no decision.
     *
     * @param officer null when it happened by itself
     * @throws IllegalArgumentException when it is a decision
     */
    public void note(
            Handle tx,
            UUID subject,
            Instant at,
            D what,
            @Nullable Officer officer,
            String word,
            @Nullable String content) {
        if (what.bearing() == Deed.Bearing.DECISION) {
            throw new IllegalArgumentException(what + " is a decision, which the rule grants");
        }
        add(tx, subject, at, what, officer, word, content);
    }

    /** Notes the decision that the rule granted, with what it was made on. */
    public void decide(Handle tx, Ruling.Granted granted, Instant at, D what) {
        if (what.bearing() != Deed.Bearing.DECISION) {
            throw new IllegalArgumentException(what + " is no decision");
        }
        Proposal proposal = granted.proposal();
        add(tx, proposal.subject(), at, what, granted.officer(), "", proposal.content());
    }

    private void add(
            Handle tx,
            UUID subject,
            Instant at,
            D what,
            @Nullable Officer officer,
            String word,
            @Nullable String content) {
        tx.createUpdate("""
            insert into approval_step (subject, kind, at, officer_id, officer_name, deed, bearing, word, content)
            values (:subject, :kind, :at, cast(:officer as uuid), :name, :deed, :bearing, :word, :content)
            """)
                .bind("subject", subject)
                .bind("kind", kind)
                .bind("at", at)
                .bind("officer", officer == null ? null : officer.id())
                .bind("name", officer == null ? "" : officer.name())
                .bind("deed", what.name())
                .bind("bearing", what.bearing().name())
                .bind("word", word)
                .bind("content", content)
                .execute();
    }

    /** Oldest first. */
    public List<ApprovalStep<D>> history(Handle handle, UUID subject) {
        return handle.createQuery("""
            select at, deed, officer_name, word, content from approval_step
            where subject = :subject and kind = :kind order by id
            """)
                .bind("subject", subject)
                .bind("kind", kind)
                .map((row, context) -> new ApprovalStep<>(
                        row.getTimestamp("at").toInstant(),
                        Enum.valueOf(deeds, row.getString("deed")),
                        row.getString("officer_name"),
                        row.getString("word"),
                        row.getString("content")))
                .list();
    }
}
