package mica.exchange.venue;

import java.util.function.Function;

/**
 * What is known of a venue besides its code: what a venue applies with, what an officer edits, what is stored. Texts are
 * cleaned; what is unknown is empty. {@link VenueField} says what may stand in each.
 *
 * @param sector code of the configured list
 * @param postalCode seven digits
 * @param municipality one of the configured list, where there is one
 * @param email empty for a venue that gets no mail
 * @param language tag of the language of mails to the venue
 * @param listed consent to the name being shown on the public list
 */
public record VenueDetails(
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
        String language,
        boolean listed) {

    /** Details of what each field holds, asked for in the order of {@link VenueField}. */
    public static VenueDetails of(Function<VenueField, String> texts, String language, boolean listed) {
        return new VenueDetails(
                texts.apply(VenueField.NAME),
                texts.apply(VenueField.KANA),
                texts.apply(VenueField.SECTOR),
                texts.apply(VenueField.POSTAL_CODE),
                texts.apply(VenueField.MUNICIPALITY),
                texts.apply(VenueField.ADDRESS),
                texts.apply(VenueField.PHONE),
                texts.apply(VenueField.CONTACT_PERSON),
                texts.apply(VenueField.EMAIL),
                texts.apply(VenueField.OPENING_HOURS),
                language,
                listed);
    }

    public VenueDetails in(String otherLanguage) {
        return of(field -> field.of(this), otherLanguage, listed);
    }
}
