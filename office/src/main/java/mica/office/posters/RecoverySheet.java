package mica.office.posters;

import java.time.LocalDate;
import java.util.List;

/**
 * One of the sheets of a key ceremony.
 *
 * @param ceremony the name all sheets of it share
 * @param number 1 to {@code of}
 * @param lines to be typed, each of four groups of four letters
 */
public record RecoverySheet(
        ServiceLines service, String ceremony, LocalDate day, int number, int of, List<String> lines) {

    public RecoverySheet {
        lines = List.copyOf(lines);
    }

    /** Never its lines. */
    @Override
    public String toString() {
        return "RecoverySheet[" + ceremony + " " + number + "]";
    }
}
