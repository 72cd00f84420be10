package mica.web.venue;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Kana;
import mica.exchange.text.Language;
import mica.exchange.venue.PhoneNumber;
import mica.exchange.venue.PostalCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.web.Form;

/**
 * The details of a venue as fields of a form: how they are filled in, and how they are read. A venue answers for itself and
 * is asked for nearly everything; an officer enters what is known. One request's own; not shared.
 */
public final class VenueForm {

    /** Who fills the form in. */
    public enum By {
        VENUE(EnumSet.complementOf(EnumSet.of(VenueField.OPENING_HOURS))),
        OFFICER(EnumSet.of(VenueField.NAME, VenueField.SECTOR, VenueField.MUNICIPALITY, VenueField.ADDRESS));

        private final Set<VenueField> required;

        By(Set<VenueField> required) {
            this.required = required;
        }

        public boolean mustSay(VenueField field) {
            return required.contains(field);
        }
    }

    private static final Pattern KANA = Pattern.compile("[ァ-ヺー・ヽヾ 0-9]+");

    private final Form form;
    private final By by;
    private final ServiceFacts service;
    private final Language language;

    /** @param language in which a refusal names things */
    public VenueForm(Form form, By by, ServiceFacts service, Language language) {
        this.form = form;
        this.by = by;
        this.service = service;
        this.language = language;
    }

    /** Fills in every text. */
    public static Form fill(Form form, VenueDetails details) {
        for (VenueField field : VenueField.values()) {
            form.put(field.key(), field.of(details));
        }
        return form;
    }

    /** Names of the sectors that may take part by code, for choosing one. */
    public static Map<String, String> sectors(ServiceFacts service, Language language) {
        Map<String, String> sectors = new LinkedHashMap<>();
        service.sectors().stream()
                .filter(ServiceFacts.Sector::eligible)
                .forEach(sector -> sectors.put(sector.code(), service.in(sector.name(), language)));
        return sectors;
    }

    /** Names of the service's municipalities, for choosing one; empty when it has no list. */
    public static Map<String, String> municipalities(ServiceFacts service) {
        Map<String, String> municipalities = new LinkedHashMap<>();
        service.municipalities().forEach(name -> municipalities.put(name, name));
        return municipalities;
    }

    /**
     * What was typed; where something is wrong the form tells.
     *
     * @param mails tag of the language of mails to the venue
     */
    public VenueDetails read(String mails, boolean listed) {
        return VenueDetails.of(this::text, mails, listed);
    }

    private String text(VenueField field) {
        return switch (field) {
            case NAME, ADDRESS, CONTACT_PERSON, OPENING_HOURS -> line(field);
            case KANA -> kana();
            case SECTOR -> sector();
            case POSTAL_CODE -> postalCode();
            case MUNICIPALITY ->
                service.municipalities().isEmpty() ? line(field) : form.choice(field.key(), service.municipalities());
            case PHONE -> phone();
            case EMAIL -> email();
        };
    }

    private String line(VenueField field) {
        return by.mustSay(field)
                ? form.line(field.key(), field.longest())
                : form.optionalLine(field.key(), field.longest());
    }

    private String kana() {
        String typed = line(VenueField.KANA);
        if (by == By.OFFICER) {
            return Kana.katakana(typed);
        }
        String kana = Kana.katakana(typed).replaceAll("[‐‑‒–—―−-]", "ー");
        if (!typed.isEmpty() && !KANA.matcher(kana).matches()) {
            form.error(VenueField.KANA.key(), "form.kana");
        }
        // One square letter such as ㌀ becomes several; the office would refuse what is too long then.
        if (kana.length() > VenueField.KANA.longest()) {
            form.error(VenueField.KANA.key(), "form.text.TOO_LONG", VenueField.KANA.longest());
        }
        return kana;
    }

    private String sector() {
        String chosen = form.choice(
                VenueField.SECTOR.key(),
                service.sectors().stream().map(ServiceFacts.Sector::code).toList());
        if (by == By.VENUE) {
            service.sectors().stream()
                    .filter(sector -> sector.code().equals(chosen) && !sector.eligible())
                    .findFirst()
                    .ifPresent(sector -> form.error(
                            VenueField.SECTOR.key(),
                            "form.sector.ineligible",
                            service.in(sector.name(), language),
                            service.in(sector.rule(), language)));
        }
        return chosen;
    }

    private String postalCode() {
        String typed = line(VenueField.POSTAL_CODE);
        String digits = PostalCode.read(typed).orElse("");
        if (!typed.isEmpty() && digits.isEmpty()) {
            form.error(VenueField.POSTAL_CODE.key(), "form.postalCode");
        }
        return digits;
    }

    /** An officer may note what else was said of it. */
    private String phone() {
        String typed = line(VenueField.PHONE);
        if (by == By.OFFICER) {
            return typed;
        }
        String phone = PhoneNumber.read(typed) instanceof PhoneNumber.Outcome.Right right ? right.number() : "";
        if (!typed.isEmpty() && phone.isEmpty()) {
            form.error(VenueField.PHONE.key(), "form.phone");
        }
        return phone;
    }

    private String email() {
        EmailAddress email = by.mustSay(VenueField.EMAIL)
                ? form.email(VenueField.EMAIL.key())
                : form.optionalEmail(VenueField.EMAIL.key()).orElse(null);
        return email == null ? "" : email.spelled();
    }
}
