package mica.office.keys;

import java.time.LocalDate;

/** The keys of a day are not there though something was sealed to them; others are never made in their place. */
public final class KeysMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final LocalDate day;

    public KeysMissingException(LocalDate day) {
        super("the keys of " + day + " are missing; restore " + day + " of the key folder from its backup");
        this.day = day;
    }

    public LocalDate day() {
        return day;
    }
}
