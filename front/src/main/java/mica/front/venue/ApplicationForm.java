package mica.front.venue;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.text.Kana;
import mica.exchange.text.Language;
import mica.exchange.text.PlainText;
import mica.exchange.venue.PhoneNumber;
import mica.web.Form;
import org.jspecify.annotations.Nullable;

/** The fields of an application: how they are read, and how an application fills them again. */
final class ApplicationForm {

    /** Every field in the order of the page, to be carried along from page to page. */
    static final List<String> FIELDS = List.of(
            "draft",
            "revision",
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
            "listed",
            "agreement");

    static final int MOST_SPOTS = 50;
    private static final int LONGEST_SPOT = 40;
    private static final int LONGEST_KANA = 200;
    private static final Pattern KANA = Pattern.compile("[ァ-ヺー・ヽヾ 0-9]+");
    private static final Pattern POSTAL_CODE = Pattern.compile("\\d{7}");
    private static final Pattern DRAFT = Pattern.compile("[0-9a-f]{40}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private ApplicationForm() {}

    /** An empty form with the usual single spot. */
    static Form blank(String usualSpot) {
        return withDraft(Form.empty()).put("spots", usualSpot);
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
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("revision", List.of(Integer.toString(application.revision() + 1)));
        values.put("name", List.of(application.name()));
        values.put("kana", List.of(application.kana()));
        values.put("sector", List.of(application.sector()));
        values.put("postalCode", List.of(application.postalCode()));
        values.put("municipality", List.of(application.municipality()));
        values.put("address", List.of(application.address()));
        values.put("phone", List.of(application.phone()));
        values.put("contactPerson", List.of(application.contactPerson()));
        values.put("email", List.of(application.email()));
        values.put("openingHours", List.of(application.openingHours()));
        values.put("spots", List.of(String.join("\n", application.spots())));
        values.put("listed", List.of(application.listed() ? "yes" : "no"));
        values.put("agreement", List.of("on"));
        return withDraft(Form.filled(values));
    }

    /** The application without its token and number, or null when something is wrong; the form then tells what. */
    static @Nullable VenueApplication read(Form form, ServiceFacts service, Language language) {
        String name = form.line("name", 100);
        String kana = kana(form);
        String sector = sector(form, service, language);
        String postalCode = postalCode(form);
        String municipality = service.municipalities().isEmpty()
                ? form.line("municipality", 40)
                : form.choice("municipality", service.municipalities());
        String address = form.line("address", 200);
        String phone = phone(form);
        String contactPerson = form.line("contactPerson", 60);
        EmailAddress email = form.email("email");
        String openingHours = form.optionalLine("openingHours", 100);
        List<String> spots = spots(form);
        String listed = form.choice("listed", List.of("yes", "no"));
        if (!form.isTicked("agreement")) {
            form.error("agreement", "application.agreement.missing");
        }
        if (!form.isRight() || email == null) {
            return null;
        }
        return new VenueApplication(
                "",
                "",
                1,
                language.tag(),
                name,
                kana,
                sector,
                postalCode,
                municipality,
                address,
                phone,
                contactPerson,
                email.spelled(),
                openingHours,
                spots,
                listed.equals("yes"));
    }

    /** The same application under a link. */
    static VenueApplication under(VenueApplication content, String token, String receiptNumber, int revision) {
        return new VenueApplication(
                token,
                receiptNumber,
                revision,
                content.language(),
                content.name(),
                content.kana(),
                content.sector(),
                content.postalCode(),
                content.municipality(),
                content.address(),
                content.phone(),
                content.contactPerson(),
                content.email(),
                content.openingHours(),
                content.spots(),
                content.listed());
    }

    private static String kana(Form form) {
        String typed = form.line("kana", LONGEST_KANA);
        String kana = Kana.katakana(typed).replaceAll("[‐‑‒–—―−-]", "ー");
        if (!typed.isEmpty() && !KANA.matcher(kana).matches()) {
            form.error("kana", "application.kana.wrong");
        }
        // One square letter such as ㌀ becomes several; the office would refuse what is too long then.
        if (kana.length() > LONGEST_KANA) {
            form.error("kana", "form.text.TOO_LONG", LONGEST_KANA);
        }
        return kana;
    }

    private static String sector(Form form, ServiceFacts service, Language language) {
        for (ServiceFacts.Sector sector : service.sectors()) {
            if (sector.code().equals(form.raw("sector"))) {
                if (!sector.eligible()) {
                    form.error(
                            "sector",
                            "application.sector.ineligible",
                            service.in(sector.name(), language),
                            service.in(sector.rule(), language));
                }
                return sector.code();
            }
        }
        form.error("sector", "form.choice");
        return "";
    }

    private static String postalCode(Form form) {
        String typed = form.line("postalCode", 20);
        String digits = Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[〒‐‑‒–—―−ー\\- ]", "");
        if (!typed.isEmpty() && !POSTAL_CODE.matcher(digits).matches()) {
            form.error("postalCode", "application.postalCode.wrong");
        }
        return digits;
    }

    private static String phone(Form form) {
        String typed = form.line("phone", 60);
        String phone = PhoneNumber.read(typed) instanceof PhoneNumber.Reading.Right right ? right.number() : "";
        if (!typed.isEmpty() && phone.isEmpty()) {
            form.error("phone", "application.phone.wrong");
        }
        return phone;
    }

    private static List<String> spots(Form form) {
        List<String> spots = new ArrayList<>();
        int number = 0;
        for (String line : form.raw("spots").split("\r\n|\r|\n", -1)) {
            number++;
            switch (PlainText.line(line, LONGEST_SPOT)) {
                case PlainText.Outcome.Clean clean -> {
                    if (spots.contains(clean.text())) {
                        form.error("spots", "application.spots.twice", clean.text());
                    }
                    spots.add(clean.text());
                }
                case PlainText.Outcome.Refused refused -> {
                    switch (refused.reason()) {
                        case EMPTY -> {}
                        case TOO_LONG -> form.error("spots", "application.spots.long", number, LONGEST_SPOT);
                        case LINE_BREAK, CONTROL_CHARACTER, DIRECTION_CONTROL, BROKEN_CHARACTER ->
                            form.error("spots", "application.spots.character", number);
                    }
                }
            }
            if (spots.size() > MOST_SPOTS) {
                form.error("spots", "application.spots.many", MOST_SPOTS);
                break;
            }
        }
        if (spots.isEmpty()) {
            form.error("spots", "application.spots.none");
        }
        return List.copyOf(spots);
    }
}
