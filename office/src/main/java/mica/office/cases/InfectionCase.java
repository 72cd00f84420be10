package mica.office.cases;

import java.time.Instant;
import java.util.UUID;

/**
 * A case as it is stored; it may have several notices.
 *
 * @param enteredAt when an officer began to enter it: from here it is measured how long each of its notices took
 */
public record InfectionCase(UUID id, UUID openedBy, Instant enteredAt) {}
