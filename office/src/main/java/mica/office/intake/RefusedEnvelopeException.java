package mica.office.intake;

/** An envelope the office cannot use: it is kept in the quarantine, still sealed, and its neighbours go on. */
public final class RefusedEnvelopeException extends RuntimeException {

    private final String reason;

    /** @param reason for operators; never holds content */
    public RefusedEnvelopeException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
