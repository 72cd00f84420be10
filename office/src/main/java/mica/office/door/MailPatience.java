package mica.office.door;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import mica.exchange.health.BackOff;

/** When a mail is tried again, and when no more. */
final class MailPatience {

    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final BackOff USUAL = new BackOff(FIRST, Duration.ofMinutes(30));
    /** When the relay is away, every mail waits for the same thing, and goes out soon after its return. */
    private static final BackOff FOR_RELAY = new BackOff(FIRST, Duration.ofSeconds(60));

    /** Longer than any pause, of a provider's too. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(45);

    private MailPatience() {}

    static Instant end(MailStore.Claim claim) {
        return claim.createdAt().plus(claim.mail().kind().lifetime());
    }

    /** The next attempt: doubling pauses, a quarter more or less so that mails do not come back in step. */
    static Instant next(MailStore.Claim claim, Instant now, boolean relayMissing) {
        BackOff backOff = relayMissing ? FOR_RELAY : USUAL;
        Instant next = now.plus(BackOff.spread(
                backOff.after(claim.attempt()), share(claim.mail().id(), claim.attempt())));
        return next.isBefore(end(claim)) ? next : end(claim);
    }

    /** From the mail itself, so that tests see the same. */
    private static double share(UUID id, int attempt) {
        return Math.floorMod(31 * id.hashCode() + 17 * attempt, 1_000) / 1_000.0;
    }
}
