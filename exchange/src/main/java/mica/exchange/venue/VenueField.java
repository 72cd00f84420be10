package mica.exchange.venue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The texts of {@link VenueDetails}, in the order in which people read them. A field's key names it in forms, in texts, in
 * officers' comments, in columns of files, and (as {@code snake_case}) in tables. Limits are in letters, and the same at
 * every entrance.
 */
public enum VenueField {
    NAME("name", 100, VenueDetails::name),
    KANA("kana", 200, VenueDetails::kana),
    SECTOR("sector", 100, VenueDetails::sector),
    POSTAL_CODE("postalCode", 20, VenueDetails::postalCode),
    MUNICIPALITY("municipality", 40, VenueDetails::municipality),
    ADDRESS("address", 200, VenueDetails::address),
    PHONE("phone", 60, VenueDetails::phone),
    CONTACT_PERSON("contactPerson", 60, VenueDetails::contactPerson),
    EMAIL("email", 254, VenueDetails::email),
    OPENING_HOURS("openingHours", 100, VenueDetails::openingHours);

    /** Beside the texts: the venue's places, a line each. */
    public static final String SPOTS = "spots";
    /** Beside the texts: the consent to being shown. */
    public static final String LISTED = "listed";

    public static final int MOST_SPOTS = 50;
    public static final int LONGEST_SPOT = 40;

    private final String key;
    private final int longest;
    private final Function<VenueDetails, String> text;

    VenueField(String key, int longest, Function<VenueDetails, String> text) {
        this.key = key;
        this.longest = longest;
        this.text = text;
    }

    public String key() {
        return key;
    }

    public int longest() {
        return longest;
    }

    public String of(VenueDetails details) {
        return text.apply(details);
    }

    /** The field of a key. */
    public static Optional<VenueField> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    /** The keys of the texts, in their order. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(VenueField::key).toList();
    }

    /** The keys of all that a venue applies with: the texts, the spots, the consent. */
    public static List<String> keysWithSpots() {
        return Stream.concat(keys().stream(), Stream.of(SPOTS, LISTED)).toList();
    }
}
