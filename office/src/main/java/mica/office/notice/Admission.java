package mica.office.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import mica.exchange.address.EmailAddress;
import mica.office.keys.PersonTag;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.relay.Reply;

/**
 * Whether a notice may be sent to an opened address now: not to dead ones, and to each provider no faster than it likes.
 * All sessions of an office share one.
 */
public final class Admission {

    /** Chunks that wait for one provider come back one after the other, so that each finds something to be allowed. */
    private static final Duration APART = Duration.ofMillis(250);

    /** In place of a reply, for what was allowed and then not sent. */
    private static final Reply NOT_SENT = new Reply(0, "", "not sent");

    sealed interface Verdict {
        /** Tell afterwards what became of it. */
        record Go() implements Verdict {}

        /** Mail servers have called it unknown on several days. */
        record Dead() implements Verdict {}

        /** Nothing needs to be told. */
        record Wait(Instant until) implements Verdict {}
    }

    private static final Verdict GO = new Verdict.Go();
    private static final Verdict DEAD = new Verdict.Dead();

    private final DeadAddresses dead;
    private final Pace pace;
    private final InstantSource clock;
    private final Map<String, Map<ChunkStore.Chunk, Instant>> waiting = new HashMap<>();

    public Admission(DeadAddresses dead, Pace pace, InstantSource clock) {
        this.dead = dead;
        this.pace = pace;
        this.clock = clock;
    }

    Verdict ask(EmailAddress address, PersonTag tag, ChunkStore.Chunk chunk) {
        if (dead.isDead(tag)) {
            return DEAD;
        }
        Instant now = clock.instant();
        return switch (pace.ask(address.domain(), now)) {
            case Pace.Verdict.Go go -> GO;
            case Pace.Verdict.NotBefore notBefore ->
                new Verdict.Wait(comeBack(address.domain(), chunk, notBefore.at(), now));
        };
    }

    /** The same for all of a chunk, so that they are taken up together. */
    private Instant comeBack(String domain, ChunkStore.Chunk chunk, Instant earliest, Instant now) {
        synchronized (waiting) {
            Map<ChunkStore.Chunk, Instant> chunks = waiting.computeIfAbsent(domain, d -> new HashMap<>());
            chunks.values().removeIf(at -> !at.isAfter(now));
            Instant known = chunks.get(chunk);
            if (known != null) {
                return known;
            }
            Instant turn = now.plus(APART.multipliedBy(chunks.size() + 1L));
            Instant at = turn.isAfter(earliest) ? turn : earliest;
            chunks.put(chunk, at);
            return at;
        }
    }

    void tell(EmailAddress address, Reply reply) {
        pace.tell(address.domain(), reply, clock.instant());
    }

    void tellNotSent(EmailAddress address) {
        tell(address, NOT_SENT);
    }
}
