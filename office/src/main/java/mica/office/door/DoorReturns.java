package mica.office.door;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.directory.MailState;
import mica.office.bounce.CameBack;
import mica.office.message.SentMail;
import mica.office.outcome.Meaning;
import org.jdbi.v3.core.Handle;

/** The mails of the door lane that came back. Threads may share it. */
public final class DoorReturns implements CameBack {

    private final MailQueue queue;

    /** @param queue tells the visitor's screen, while it is still looked at */
    public DoorReturns(MailQueue queue) {
        this.queue = queue;
    }

    @Override
    public Optional<Noted> note(Handle tx, SentMail mail, Meaning.Consequence verdict, Instant now) {
        return switch (mail) {
            case SentMail.Door door -> note(tx, door.mail(), verdict, now);
            case SentMail.Notice notice -> Optional.empty();
        };
    }

    private Optional<Noted> note(Handle tx, UUID mail, Meaning.Consequence verdict, Instant now) {
        return MailStore.isConfirmation(tx, mail).map(confirmation -> {
            boolean first = MailStore.noteReturn(tx, mail, verdict.name(), now);
            if (first && confirmation && verdict == Meaning.Consequence.PERMANENT) {
                MailStore.nowTold(tx, mail, MailState.REFUSED, now)
                        .ifPresent(told -> tx.afterCommit(() -> queue.tell(told)));
            }
            return new Noted(first, confirmation ? mail : null);
        });
    }
}
