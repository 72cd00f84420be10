package mica.office.notice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mica.office.approval.ApprovalStep;
import mica.office.approval.SecondOfficer.Ruling;
import mica.office.approval.StepStore;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.officers.Officer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes down what happens to a notice: in its own history for officers, and in the ledger. Threads may share it. */
public final class NoticeRecord {

    private final StepStore<NoticeEvent> steps = new StepStore<>("NOTICE", NoticeEvent.class);
    private final Ledger ledger;

    public NoticeRecord(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Notes a step in the transaction that takes it; the approval is {@link #approved}.
     *
     * @param notice as it was before
     * @param officer null when it happens by itself
     * @param content what was asked for or returned, in its canonical form
     */
    public void note(
            Handle tx,
            Notice notice,
            Instant now,
            NoticeEvent what,
            @Nullable Officer officer,
            String word,
            @Nullable String content) {
        steps.note(tx, notice.id(), now, what, officer, word, content);
        append(tx, notice, what, officer);
    }

    /** Notes the approval. @param notice as it is after it */
    void approved(Handle tx, Notice notice, Instant now, Ruling.Granted granted) {
        steps.decide(tx, granted, now, NoticeEvent.APPROVED);
        append(tx, notice, NoticeEvent.APPROVED, granted.officer());
    }

    private void append(Handle tx, Notice notice, NoticeEvent what, @Nullable Officer officer) {
        entry(notice, what)
                .map(entry -> entry.notice(notice.number()).by(officer == null ? null : officer.id()))
                .ifPresent(entry -> ledger.append(tx, entry));
    }

    /** Oldest first. */
    List<ApprovalStep<NoticeEvent>> history(Handle handle, UUID notice) {
        return steps.history(handle, notice);
    }

    /** Notes that it is known how many people a notice goes to. */
    public void fixed(Handle tx, Notice notice, int people) {
        ledger.append(
                tx, Entry.of(Event.RECIPIENTS_FIXED).notice(notice.number()).count(people));
    }

    private static Optional<Entry> entry(Notice notice, NoticeEvent what) {
        String hash = notice.content().hash();
        return switch (what) {
            case OPENED ->
                switch (notice.content().kind()) {
                    case FIRST -> Optional.empty();
                    case CORRECTION -> Optional.of(Entry.of(Event.CORRECTION_OPENED));
                    case WITHDRAWAL -> Optional.of(Entry.of(Event.WITHDRAWAL_OPENED));
                };
            case CHANGED ->
                notice.state() == NoticeState.AWAITING_APPROVAL
                        ? Optional.of(Entry.of(Event.NOTICE_RECALLED).hash(hash))
                        : Optional.empty();
            case TESTED, DISCARDED -> Optional.empty();
            case ASKED -> Optional.of(Entry.of(Event.NOTICE_ASKED).hash(hash));
            case RETURNED -> Optional.of(Entry.of(Event.NOTICE_RETURNED).hash(hash));
            case APPROVED ->
                Optional.of(Entry.of(Event.NOTICE_APPROVED)
                        .kind(notice.content().kind())
                        .hash(hash));
            case PAUSED -> Optional.of(Entry.of(Event.NOTICE_PAUSED));
            case RESUMED -> Optional.of(Entry.of(Event.NOTICE_RESUMED));
            case STOPPED -> Optional.of(Entry.of(Event.NOTICE_STOPPED));
            case SENT -> Optional.of(Entry.of(Event.NOTICE_SENT).count(notice.recipients()));
        };
    }
}
