package mica.exchange.directory;

import java.time.LocalDate;

/**
 * What became of a mailed link, under the hash of its token; says nothing of whom or where.
 *
 * @param until the last day on which the link does anything
 */
public record Receipt(State state, LocalDate until) {

    /** Of one visit, as far as its link shows. */
    public enum State {
        SENT,
        CONFIRMED,
        ERASED
    }
}
