package mica.office.ledger;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an entry may say, and the only form in which it may say it; the database checks the same. */
public enum Fact {
    /** The officer who approved. */
    APPROVER(FactForm.ID),
    COUNT(FactForm.NUMBER),
    DAY(FactForm.DATE),
    /** The number of an entry of the ledger. */
    ENTRY(FactForm.NUMBER),
    /** SHA-256 of a content, a certificate, an export or a public key. */
    HASH("[0-9a-f]{64}"),
    /** The kind of a notice. */
    KIND("FIRST|CORRECTION|WITHDRAWAL"),
    LAST_DAY(FactForm.DATE),
    /** The number of a notice. */
    NOTICE("N-[0-9]{4}-[0-9]{4,9}"),
    /** The officer to whom it was done. */
    OFFICER(FactForm.ID),
    /** What a key is for. */
    PURPOSE("FORM|DOOR|DAY|MASK|SIGNING|RECOVERY|LEDGER"),
    /** The id of what it was done to: an import, a hold. */
    REFERENCE(FactForm.ID),
    ROLES("(" + FactForm.ROLE + ")(,(" + FactForm.ROLE + "))*"),
    /** The state of the service. */
    STATE("PREPARING|OPEN|ENDED");

    private static final class FactForm {
        static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        static final String NUMBER = "0|[1-9][0-9]{0,17}";
        static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
        static final String ROLE = "REVIEWER|AUTHOR|APPROVER|ADMINISTRATOR|AUDITOR";
    }

    private final Pattern form;

    Fact(String form) {
        this.form = Pattern.compile(form);
    }

    /** As it is called in the database and in the canonical form. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean mayBe(String value) {
        return form.matcher(value).matches();
    }
}
