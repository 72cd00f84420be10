package mica.exchange.directory;

import java.time.LocalDate;

/**
 * What became of a mailed link, under the hash of its token; says nothing of whom or where. It goes when its day is
 * erased.
 *
 * @param day whose keys sealed the visit; the link works until the retention after it is over
 */
public record Receipt(State state, LocalDate day) {

    /** Of one visit, as far as its link shows. */
    public enum State {
        SENT,
        CONFIRMED,
        ERASED,
        /** Its visitor wants it erased; it is in no notice any more, and goes when the legal hold on its day ends. */
        HELD
    }
}
