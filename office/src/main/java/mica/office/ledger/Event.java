package mica.office.ledger;

import static mica.office.ledger.Fact.APPROVER;
import static mica.office.ledger.Fact.COUNT;
import static mica.office.ledger.Fact.DAY;
import static mica.office.ledger.Fact.ENTRY;
import static mica.office.ledger.Fact.HASH;
import static mica.office.ledger.Fact.KIND;
import static mica.office.ledger.Fact.LAST_DAY;
import static mica.office.ledger.Fact.NOTICE;
import static mica.office.ledger.Fact.OFFICER;
import static mica.office.ledger.Fact.PURPOSE;
import static mica.office.ledger.Fact.REFERENCE;
import static mica.office.ledger.Fact.ROLES;
import static mica.office.ledger.Fact.STATE;

import java.util.List;

/** What the ledger records, each with exactly the facts its entries carry; the database knows the same names. */
public enum Event {
    /** A chunk of addresses is opened for an approved notice: written before the first one is. */
    ADDRESSES_OPENED(NOTICE, KIND, HASH, APPROVER, COUNT),

    NOTICE_ASKED(NOTICE, HASH),
    /** A change voided the request for approval. */
    NOTICE_RECALLED(NOTICE, HASH),
    NOTICE_RETURNED(NOTICE, HASH),
    NOTICE_APPROVED(NOTICE, KIND, HASH),
    /** How many people an approved notice goes to. */
    RECIPIENTS_FIXED(NOTICE, COUNT),
    NOTICE_PAUSED(NOTICE),
    NOTICE_RESUMED(NOTICE),
    NOTICE_STOPPED(NOTICE),
    NOTICE_SENT(NOTICE, COUNT),
    CORRECTION_OPENED(NOTICE),
    WITHDRAWAL_OPENED(NOTICE),

    KEYS_MADE(DAY),
    KEYS_PUBLISHED(DAY),
    /** One key pair of a day, before the others. */
    KEY_DESTROYED(DAY, PURPOSE),
    KEYS_DESTROYED(DAY),
    /** With the hash of its public half. */
    SIGNING_KEY_MADE(HASH),
    PASSPHRASE_CHANGED,
    /** With the hash of the recovery key's public half and the number of its shares. */
    CEREMONY_HELD(HASH, COUNT),
    /** With the number of days whose keys came back. */
    KEYS_RECOVERED(COUNT),

    OFFICER_ADDED(OFFICER, ROLES),
    OFFICER_ROLES_CHANGED(OFFICER, ROLES),
    OFFICER_DISABLED(OFFICER),
    OFFICER_ENABLED(OFFICER),
    OFFICER_RESET(OFFICER),
    OFFICER_PASSWORD_CHANGED(OFFICER),
    /** How many sign-ins of a day failed. */
    SIGN_INS_REFUSED(DAY, COUNT),

    SERVICE_STATE_CHANGED(STATE),

    NOTICE_REPORT_EXPORTED(NOTICE, HASH),
    IMPORT_REPORT_EXPORTED(REFERENCE, HASH),
    IMPORT_POSTERS_EXPORTED(REFERENCE, HASH),

    HOLD_ASKED(REFERENCE, DAY, LAST_DAY),
    HOLD_APPROVED(REFERENCE, DAY, LAST_DAY),
    HOLD_REFUSED(REFERENCE),
    HOLD_ENDED(REFERENCE),
    /** A day after its retention: how many visits it had, and the hash of the certificate. */
    DAY_ERASED(DAY, COUNT, HASH),
    /** How many visits were erased on a day because their visitors asked for it. */
    VISITS_ERASED(DAY, COUNT),
    /** How many envelopes of a day could not be used. */
    ENVELOPES_QUARANTINED(DAY, COUNT),

    /** With the number of the last entry that was verified. */
    LEDGER_VERIFIED(ENTRY),
    /** With the number of the first broken entry. */
    LEDGER_FOUND_BROKEN(ENTRY);

    private final List<Fact> facts;

    Event(Fact... facts) {
        this.facts = List.of(facts);
    }

    /** In the order in which the texts of the pages name them. */
    List<Fact> facts() {
        return facts;
    }
}
