package mica.office.applications;

import java.util.List;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.text.PlainText;
import mica.exchange.venue.PostalCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;

/**
 * Checks an application as if the front were an enemy. The limits are no narrower than those of the form, so that what
 * an applicant was told is received is never refused here.
 */
final class ApplicationCheck {

    private static final Pattern RECEIPT_NUMBER = Pattern.compile("A-[0-9A-Z]{4}-[0-9A-Z]{4}");
    private static final int MOST_REVISIONS = 1_000;

    private ApplicationCheck() {}

    /** Answers the token of the applicant's link. @throws RefusedApplicationException naming the field that is wrong */
    static LinkToken check(VenueApplication application, ServiceFacts service) {
        LinkToken link =
                LinkToken.read(application.linkToken()).orElseThrow(() -> new RefusedApplicationException("linkToken"));
        require(
                application.receiptNumber() != null
                        && RECEIPT_NUMBER.matcher(application.receiptNumber()).matches(),
                "receiptNumber");
        require(application.revision() >= 1 && application.revision() <= MOST_REVISIONS, "revision");
        VenueDetails details = application.details();
        for (VenueField field : VenueField.values()) {
            require(field.of(details) != null && isRight(field, field.of(details), service), field.key());
        }
        require(details.language() != null && details.language().matches("[a-z]{2}"), "language");
        spots(application.spots());
        return link;
    }

    private static void spots(List<String> spots) {
        require(spots != null && !spots.isEmpty() && spots.size() <= VenueField.MOST_SPOTS, VenueField.SPOTS);
        for (String spot : spots) {
            require(isLine(spot, VenueField.LONGEST_SPOT), VenueField.SPOTS);
        }
    }

    private static boolean isRight(VenueField field, String text, ServiceFacts service) {
        return switch (field) {
            case NAME, KANA, ADDRESS, PHONE, CONTACT_PERSON -> isLine(text, field.longest());
            case OPENING_HOURS -> text.isEmpty() || isLine(text, field.longest());
            case SECTOR ->
                service.sectors().stream().anyMatch(sector -> sector.code().equals(text));
            case POSTAL_CODE -> PostalCode.isOne(text);
            case MUNICIPALITY ->
                isLine(text, field.longest())
                        && (service.municipalities().isEmpty()
                                || service.municipalities().contains(text));
            case EMAIL -> EmailAddress.arrived(text) instanceof EmailAddress.Outcome.Parsed;
        };
    }

    private static boolean isLine(String text, int maximum) {
        return PlainText.line(text, maximum) instanceof PlainText.Outcome.Clean cleaned
                && cleaned.text().equals(text);
    }

    private static void require(boolean right, String field) {
        if (!right) {
            throw new RefusedApplicationException("wrong " + field);
        }
    }
}
