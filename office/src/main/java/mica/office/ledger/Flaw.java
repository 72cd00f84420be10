package mica.office.ledger;

/** What can be wrong with a ledger. */
public enum Flaw {
    /** Its content is another than its hash was made of. */
    CHANGED("its content was changed: its hash does not fit it"),
    /** It does not follow on the entry before. */
    OUT_OF_PLACE("it does not follow on the entry before it"),
    MISSING("it is missing, although later entries are there"),
    /** The end is gone. */
    CUT_OFF("it is missing, although a head at or after it was noted"),
    /** Everything fits, but it is another ledger than the one whose head was signed. */
    REBUILT("hashes fit, but the head that was signed is another: it was rebuilt"),
    FORGED("the signature of the head is not one of this installation's key"),
    /** The table's own note of the head says otherwise. */
    HEAD_DIFFERS("the ledger's head row does not name it as the last"),
    NEVER_SIGNED("no head of this ledger was ever signed, or all signatures were taken away"),
    /** A line of the second place is none. */
    UNREADABLE_LINE("the second place holds a line that is no signed head"),
    EMPTY_COPY("the second place holds no signed head");

    private final String words;

    Flaw(String words) {
        this.words = words;
    }

    /** For operators. */
    public String words() {
        return words;
    }
}
