package mica.office.ledger;

import java.io.IOException;
import java.util.List;

/** Where signed heads go besides the database. */
sealed interface SecondPlace permits FilePlace, SyslogPlace, MailPlace {

    /**
     * Writes what is missing there; what was written stays.
     *
     * @param newest always new
     * @param earlier those between an instant and the newest, oldest first, for a place that knows what it lacks
     */
    void write(SignedHead newest, Earlier earlier) throws IOException;

    /** Reads signed heads page by page. */
    @FunctionalInterface
    interface Earlier {
        List<SignedHead> after(java.time.Instant signed, int limit);
    }
}
