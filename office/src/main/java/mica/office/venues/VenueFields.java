package mica.office.venues;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;

/** A venue's fields in the order of the form, as a person reads them. Names are those of the application. */
public final class VenueFields {

    public static final List<String> NAMES = List.of(
            "name",
            "kana",
            "sector",
            "postalCode",
            "municipality",
            "address",
            "phone",
            "contactPerson",
            "email",
            "openingHours",
            "spots",
            "listed");

    /** One of them, as it is shown. @param name under which its label stands in the texts */
    public record Field(String name, String value) {}

    private VenueFields() {}

    public static List<Field> of(VenueDetails details, List<String> spots, ServiceFacts service, Language language) {
        return List.of(
                field("name", details.name()),
                field("kana", details.kana()),
                field("sector", sector(details.sector(), service, language)),
                field("postalCode", details.postalCode().replaceFirst("^(\\d{3})(\\d{4})$", "$1-$2")),
                field("municipality", details.municipality()),
                field("address", details.address()),
                field("phone", details.phone()),
                field("contactPerson", details.contactPerson()),
                field("email", details.email()),
                field("openingHours", details.openingHours()),
                field("spots", String.join(language == Language.JA ? "、" : ", ", spots)),
                field("listed", listed(details.listed(), language)));
    }

    static String sector(String code, ServiceFacts service, Language language) {
        return service.sectors().stream()
                .filter(sector -> sector.code().equals(code))
                .map(sector -> ServiceFacts.in(sector.name(), language.tag()))
                .findFirst()
                .orElse(code);
    }

    /** Names of the eligible sectors by code, for choosing one. */
    public static Map<String, String> sectors(ServiceFacts service, Language language) {
        Map<String, String> sectors = new LinkedHashMap<>();
        service.sectors().stream()
                .filter(ServiceFacts.Sector::eligible)
                .forEach(sector -> sectors.put(sector.code(), ServiceFacts.in(sector.name(), language.tag())));
        return sectors;
    }

    public static Map<String, String> municipalities(ServiceFacts service) {
        Map<String, String> municipalities = new LinkedHashMap<>();
        service.municipalities().forEach(name -> municipalities.put(name, name));
        return municipalities;
    }

    private static String listed(boolean listed, Language language) {
        if (language == Language.JA) {
            return listed ? "掲載する" : "掲載しない";
        }
        return listed ? "yes" : "no";
    }

    private static Field field(String name, String value) {
        return new Field(name, value);
    }
}
