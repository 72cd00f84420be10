package mica.office.bounce;

import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/** Owns the counters of what came to the listener. */
final class BounceTallyStore {

    /** What became of a message. */
    enum BounceKind {
        CAME_BACK,
        /** Of a mail that had come back before. */
        REPEATED,
        /** A report of a delay or a success. */
        NOT_FAILED,
        AUTOMATIC,
        UNREADABLE,
        /** To an address that is no return path of ours. */
        FORGED,
        /** Of a mail of which nothing is known any more. */
        GONE
    }

    void count(Handle tx, LocalDate day, BounceKind kind) {
        tx.createUpdate("""
                        insert into bounce_tally (day, kind, messages) values (:day, :kind, 1)
                        on conflict (day, kind) do update set messages = bounce_tally.messages + 1
                        """).bind("day", day).bind("kind", kind.name()).execute();
    }
}
