package mica.front.venue;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.text.Language;
import mica.exchange.text.PlainText;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.web.Form;
import mica.web.venue.VenueForm;
import org.jspecify.annotations.Nullable;

/** The fields of an application: how they are read, and how an application fills them again. */
final class ApplicationForm {

    /** Every field in the order of the page, to be carried along from page to page. */
    static final List<String> FIELDS = Stream.of(
                    List.of("draft", "revision"), VenueField.keysWithSpots(), List.of("agreement"))
            .flatMap(List::stream)
            .toList();

    private static final Pattern DRAFT = Pattern.compile("[0-9a-f]{40}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApplicationForm() {}

    /** An empty form with the usual single spot. */
    static Form blank(String usualSpot) {
        return withDraft(Form.empty()).put(VenueField.SPOTS, usualSpot);
    }

    /**
     * Sees to it that the form has the secret mark of its draft, from which its token is derived: sending the same draft
     * twice is sending one application.
     */
    static Form withDraft(Form form) {
        if (!DRAFT.matcher(form.raw("draft")).matches()) {
            byte[] mark = new byte[20];
            RANDOM.nextBytes(mark);
            form.put("draft", HexFormat.of().formatHex(mark));
        }
        return form;
    }

    /** A form filled with what was sent before. */
    static Form of(VenueApplication application) {
        Form form = VenueForm.fill(Form.empty(), application.details())
                .put("revision", Integer.toString(application.revision() + 1))
                .put(VenueField.SPOTS, String.join("\n", application.spots()))
                .put(VenueField.LISTED, application.details().listed() ? "yes" : "no")
                .put("agreement", "on");
        return withDraft(form);
    }

    /** The application without its token and number, or null when something is wrong; the form then tells what. */
    static @Nullable VenueApplication read(Form form, ServiceFacts service, Language language) {
        VenueDetails details = new VenueForm(form, VenueForm.By.VENUE, service, language)
                .read(language.tag(), form.raw(VenueField.LISTED).equals("yes"));
        List<String> spots = spots(form);
        form.choice(VenueField.LISTED, List.of("yes", "no"));
        if (!form.isTicked("agreement")) {
            form.error("agreement", "application.agreement.missing");
        }
        return form.isRight() ? new VenueApplication("", "", 1, details, spots) : null;
    }

    private static List<String> spots(Form form) {
        List<String> spots = new ArrayList<>();
        int number = 0;
        for (String line : form.raw(VenueField.SPOTS).split("\r\n|\r|\n", -1)) {
            number++;
            switch (PlainText.line(line, VenueField.LONGEST_SPOT)) {
                case PlainText.Outcome.Clean clean -> {
                    if (spots.contains(clean.text())) {
                        form.error(VenueField.SPOTS, "application.spots.twice", clean.text());
                    }
                    spots.add(clean.text());
                }
                case PlainText.Outcome.Refused refused -> {
                    switch (refused.reason()) {
                        case EMPTY -> {}
                        case TOO_LONG ->
                            form.error(VenueField.SPOTS, "application.spots.long", number, VenueField.LONGEST_SPOT);
                        case LINE_BREAK, CONTROL_CHARACTER, DIRECTION_CONTROL, BROKEN_CHARACTER ->
                            form.error(VenueField.SPOTS, "application.spots.character", number);
                    }
                }
            }
            if (spots.size() > VenueField.MOST_SPOTS) {
                form.error(VenueField.SPOTS, "application.spots.many", VenueField.MOST_SPOTS);
                break;
            }
        }
        if (spots.isEmpty()) {
            form.error(VenueField.SPOTS, "application.spots.none");
        }
        return List.copyOf(spots);
    }
}
