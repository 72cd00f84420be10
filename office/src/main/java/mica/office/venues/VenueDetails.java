package mica.office.venues;

/**
 * What is known of a venue besides its code. Texts are cleaned; what is unknown is empty.
 *
 * @param email empty for a venue that gets no mail
 * @param language tag of the language of mails to the venue
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
        boolean listed) {}
