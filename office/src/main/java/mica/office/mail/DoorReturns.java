package mica.office.mail;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import mica.office.outcome.Meaning;
import org.jdbi.v3.core.Handle;

/** The mails of the door lane that came back. Threads may share it. */
public final class DoorReturns implements CameBack {

    @Override
    public Optional<Noted> note(Handle tx, SentMail mail, Meaning.Verdict verdict, Instant now) {
        return switch (mail) {
            case SentMail.Door door -> note(tx, door.mail(), verdict, now);
            case SentMail.Notice notice -> Optional.empty();
        };
    }

    private static Optional<Noted> note(Handle tx, UUID mail, Meaning.Verdict verdict, Instant now) {
        return MailStore.kind(tx, mail)
                .map(kind -> new Noted(
                        MailStore.noteReturn(tx, mail, verdict.name(), now),
                        kind == MailKind.CONFIRMATION ? mail : null));
    }
}
