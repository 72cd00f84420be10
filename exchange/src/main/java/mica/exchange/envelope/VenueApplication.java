package mica.exchange.envelope;

import java.util.List;
import mica.exchange.record.Version;

/**
 * What a venue sends in to take part; also the content of the {@link EnvelopeKind#APPLICATION} envelope, as JSON (see {@link mica.exchange.record.Records}).
 *
 * @param linkToken the token of the applicant's status link, as text
 * @param receiptNumber such as {@code A-7K3M-92QX}; the applicant saw it on the screen
 * @param revision 1 for the first, one more for each correction
 * @param language tag of the language of the form; mails to the venue use it
 * @param sector code of the configured list
 * @param postalCode seven digits
 * @param municipality one of the configured list
 * @param phone digits and hyphens as typed
 * @param email the venue's own address, checked
 * @param spots names of entrances, floors or tables that want their own QR code; at least one
 * @param listed consent to the name being shown on the public list
 */
@Version(1)
public record VenueApplication(
        String linkToken,
        String receiptNumber,
        int revision,
        String language,
        String name,
        String kana,
        String sector,
        String postalCode,
        String municipality,
        String address,
        String phone,
        String contactPerson,
        String email,
        String openingHours,
        List<String> spots,
        boolean listed) {

    /** The same content under another number of correction. */
    public VenueApplication withRevision(int other) {
        return new VenueApplication(
                linkToken,
                receiptNumber,
                other,
                language,
                name,
                kana,
                sector,
                postalCode,
                municipality,
                address,
                phone,
                contactPerson,
                email,
                openingHours,
                spots,
                listed);
    }
}
