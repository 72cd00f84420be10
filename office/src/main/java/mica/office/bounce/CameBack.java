package mica.office.bounce;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import mica.office.message.SentMail;
import mica.office.outcome.Meaning;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How a feature that sends mails is told that one of them came back; so those who read bounces need not know it. */
@FunctionalInterface
public interface CameBack {

    /**
     * What is known of a mail that came back.
     *
     * @param first false when it came back before
     * @param visit the visit it was sent for; null for mails to venues
     */
    record Noted(boolean first, @Nullable UUID visit) {}

    /** Notes it; empty when it is none of this feature's, or nothing is known of it any more. */
    Optional<Noted> note(Handle tx, SentMail mail, Meaning.Consequence verdict, Instant now);
}
