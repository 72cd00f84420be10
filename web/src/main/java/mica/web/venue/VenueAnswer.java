package mica.web.venue;

import java.util.ArrayList;
import java.util.List;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.venue.PostalCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.web.Page;

/**
 * One of a venue's details as a person reads it.
 *
 * @param field its key
 * @param text empty when nothing is known
 */
public record VenueAnswer(String field, String label, String text) {

    /**
     * All of them, in the order of the form.
     *
     * @param words prefix of the keys under which a zone's texts name the fields
     */
    public static List<VenueAnswer> all(Page page, String words, VenueDetails details, List<String> spots) {
        List<VenueAnswer> answers = new ArrayList<>();
        for (VenueField field : VenueField.values()) {
            answers.add(answer(page, words, field.key(), text(page, field, details)));
        }
        answers.add(answer(page, words, VenueField.SPOTS, String.join(page.t(words + ".and"), spots)));
        answers.add(answer(
                page, words, VenueField.LISTED, page.t(words + (details.listed() ? ".listed.yes" : ".listed.no"))));
        return List.copyOf(answers);
    }

    private static VenueAnswer answer(Page page, String words, String field, String text) {
        return new VenueAnswer(field, page.t(words + "." + field), text);
    }

    private static String text(Page page, VenueField field, VenueDetails details) {
        return switch (field) {
            case SECTOR -> sector(page, details.sector());
            case POSTAL_CODE -> PostalCode.written(details.postalCode());
            case NAME, KANA, MUNICIPALITY, ADDRESS, PHONE, CONTACT_PERSON, EMAIL, OPENING_HOURS -> field.of(details);
        };
    }

    private static String sector(Page page, String code) {
        return page.service().sectors().stream()
                .filter(sector -> sector.code().equals(code))
                .map(ServiceFacts.Sector::name)
                .map(page::in)
                .findFirst()
                .orElse(code);
    }
}
