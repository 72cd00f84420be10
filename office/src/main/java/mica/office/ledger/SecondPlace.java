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

    /** The last heads that lie there, oldest first; none for a place that cannot be read. */
    default List<SignedHead> newest() throws IOException {
        return List.of();
    }

    /** Reads signed heads page by page. */
    @FunctionalInterface
    interface Earlier {
        List<SignedHead> after(java.time.Instant signed, int limit);
    }
}
