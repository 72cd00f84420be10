package mica.office.applications;

import java.util.List;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.text.PlainText;

/**
 * Checks an application as if the front were an enemy. The limits are no narrower than those of the form, so that what
 * an applicant was told is received is never refused here.
 */
final class ApplicationCheck {

    private static final Pattern RECEIPT_NUMBER = Pattern.compile("A-[0-9A-Z]{4}-[0-9A-Z]{4}");
    private static final int MOST_SPOTS = 50;
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
        require(application.language() != null && application.language().matches("[a-z]{2}"), "language");
        line(application.name(), 100, "name");
        line(application.kana(), 200, "kana");
        line(application.address(), 200, "address");
        line(application.phone(), 60, "phone");
        line(application.contactPerson(), 60, "contactPerson");
        line(application.municipality(), 40, "municipality");
        if (application.openingHours() == null || !application.openingHours().isEmpty()) {
            line(application.openingHours(), 100, "openingHours");
        }
        require(application.postalCode() != null && application.postalCode().matches("\\d{7}"), "postalCode");
        require(service.sectors().stream().anyMatch(sector -> sector.code().equals(application.sector())), "sector");
        require(
                service.municipalities().isEmpty() || service.municipalities().contains(application.municipality()),
                "municipality");
        require(
                application.email() != null
                        && EmailAddress.arrived(application.email()) instanceof EmailAddress.Outcome.Parsed,
                "email");
        spots(application.spots());
        return link;
    }

    private static void spots(List<String> spots) {
        require(spots != null && !spots.isEmpty() && spots.size() <= MOST_SPOTS, "spots");
        for (String spot : spots) {
            line(spot, 40, "spots");
        }
    }

    private static void line(String text, int maximum, String field) {
        boolean clean = PlainText.line(text, maximum) instanceof PlainText.Outcome.Clean cleaned
                && cleaned.text().equals(text);
        require(clean, field);
    }

    private static void require(boolean right, String field) {
        if (!right) {
            throw new RefusedApplicationException("wrong " + field);
        }
    }
}
