package mica.office.door;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** When a mail is tried again, and when no more. */
final class Patience {

    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    /** When the relay is away, every mail waits for the same thing, and goes out soon after its return. */
    private static final Duration LONGEST_FOR_RELAY = Duration.ofSeconds(60);

    /** Longer than any pause, of a provider's too. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(45);

    private Patience() {}

    static Instant end(MailStore.Claim claim) {
        return claim.createdAt().plus(claim.mail().kind().lifetime());
    }

    /** The next attempt: doubling pauses, a quarter more or less so that mails do not come back in step. */
    static Instant next(MailStore.Claim claim, Instant now, boolean relayMissing) {
        Duration longest = relayMissing ? LONGEST_FOR_RELAY : LONGEST;
        Duration doubled = FIRST.multipliedBy(1L << Math.min(claim.attempt() - 1, 10));
        Duration pause = doubled.compareTo(longest) < 0 ? doubled : longest;
        Instant next =
                now.plusMillis((long) (pause.toMillis() * spread(claim.mail().id(), claim.attempt())));
        return next.isBefore(end(claim)) ? next : end(claim);
    }

    /** Between 0.75 and 1.25, from the mail itself, so that tests see the same. */
    private static double spread(UUID id, int attempt) {
        return 0.75 + Math.floorMod(31 * id.hashCode() + 17 * attempt, 1_000) / 2_000.0;
    }
}
