package mica.exchange.directory;

import java.time.LocalDate;
import mica.exchange.record.Version;

/**
 * What became of a registration, under the hash of the link that confirms it; says nothing of whom, and where only to
 * who holds the link. It goes when its day is erased.
 *
 * @param day whose keys sealed the visit; the links work until the retention after it is over
 * @param oneLink whether its mail was written before there were two links: then the one that confirms erases as well
 * @param place a sealed {@link VisitedPlace}; empty where there is none
 */
@Version(1)
public record Receipt(State state, LocalDate day, boolean oneLink, byte[] place) {

    private static final byte[] NOWHERE = {};

    /** What has become of one with two links by now. */
    public Receipt(State state, LocalDate day) {
        this(state, day, false, NOWHERE);
    }

    /** Of one visit, as far as its links show. */
    public enum State {
        SENT,
        CONFIRMED,
        ERASED,
        /** Its visitor wants it erased; it is in no notice any more, and goes when the legal hold on its day ends. */
        HELD
    }
}
