package mica.exchange.envelope;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import mica.exchange.record.Version;
import mica.exchange.venue.VenueDetails;

/**
 * What a venue sends in to take part; also the content of the {@link EnvelopeKind#APPLICATION} envelope, as JSON (see
 * {@link mica.exchange.record.Records}), in which the details stand beside the rest.
 *
 * @param linkToken the token of the applicant's status link, as text
 * @param receiptNumber such as {@code A-7K3M-92QX}; the applicant saw it on the screen
 * @param revision 1 for the first, one more for each correction
 * @param details in the language of the form
 * @param spots names of entrances, floors or tables that want their own QR code; at least one
 */
@Version(1)
public record VenueApplication(
        String linkToken,
        String receiptNumber,
        int revision,
        @JsonUnwrapped VenueDetails details,
        List<String> spots) {

    /** The same content under another number of correction. */
    public VenueApplication withRevision(int other) {
        return new VenueApplication(linkToken, receiptNumber, other, details, spots);
    }

    /** The same content under a link. */
    public VenueApplication under(LinkToken link, String number, int numbered) {
        return new VenueApplication(link.text(), number, numbered, details, spots);
    }
}
