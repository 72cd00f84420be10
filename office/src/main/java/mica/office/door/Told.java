package mica.office.door;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import mica.exchange.directory.MailState;

/**
 * What became of a confirmation.
 *
 * @param screens of all registrations that the mail serves
 * @param day whose keys sealed the visits
 */
record Told(List<Screen> screens, LocalDate day, MailState state) {

    /**
     * Whom to tell.
     *
     * @param checkIn of the accepted screen
     * @param notBefore when it is as old as the mail's own screen was when that was told: told sooner, it would tell that
     *     somebody had registered the same address before
     */
    record Screen(UUID checkIn, Instant notBefore) {}
}
