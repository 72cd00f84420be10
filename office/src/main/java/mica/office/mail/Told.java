package mica.office.mail;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import mica.exchange.directory.MailState;

/**
 * What became of a confirmation.
 *
 * @param checkIns it was for: the visit's own, and second taps within minutes, which get no mail of their own
 * @param day whose keys sealed the visit
 */
record Told(List<UUID> checkIns, LocalDate day, MailState state) {}
