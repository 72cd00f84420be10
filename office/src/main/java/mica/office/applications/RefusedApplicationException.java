package mica.office.applications;

/** The content of an envelope that no front of ours would have sent, or that comes too late. */
public final class RefusedApplicationException extends RuntimeException {

    /** @param reason for operators; never holds content */
    public RefusedApplicationException(String reason) {
        super(reason);
    }
}
