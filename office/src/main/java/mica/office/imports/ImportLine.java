package mica.office.imports;

import java.util.List;
import mica.exchange.venue.VenueDetails;

/**
 * One line of a file on its way to becoming a venue.
 *
 * @param line where it begins in the file
 * @param problems empty when the line is right
 * @param notes what was mended or should be looked at, and keeps nothing out
 */
public record ImportLine(
        int line,
        VenueDetails details,
        List<String> spots,
        Verdict verdict,
        List<Problem> problems,
        List<Problem> notes) {

    /** What is to be done with a line. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** A venue of this name and address is registered, or stands further up in the file. */
        DUPLICATE
    }

    /** What is wrong with a field: a text key and its arguments. */
    public record Problem(String field, String key, List<String> arguments) {}
}
