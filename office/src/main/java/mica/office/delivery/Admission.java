package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import mica.exchange.address.EmailAddress;
import mica.office.keys.PersonTag;
import mica.office.pace.Pace;
import mica.office.relay.Reply;

/**
 * Whether a notice may be sent to an opened address now: not to dead ones, and to each provider no faster than it likes.
 * All sessions of an office share one.
 */
public final class Admission {

    /** Who does not come back for so long has gone to another office, or is not sent any more. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    sealed interface Outcome {
        /** Tell afterwards what became of it. */
        record Go() implements Outcome {}

        /** Mail servers have called it unknown on several days. */
        record Dead() implements Outcome {}

        /** The provider has had as many as it likes for now. Nothing needs to be told. */
        record Wait() implements Outcome {}
    }

    private static final Outcome GO = new Outcome.Go();
    private static final Outcome DEAD = new Outcome.Dead();
    private static final Outcome WAIT = new Outcome.Wait();

    /** A turn may be a day ahead; its chunk looks in more often, so that what waits longer was set by a wrong clock. */
    private static final Duration LOOKS_IN = Duration.ofHours(1);

    /** Set back by more than this, a clock was wrong before. */
    private static final Duration JUMP = Duration.ofSeconds(10);

    private record WaitingChunk(UUID notice, int chunk) {}

    private final Predicate<PersonTag> dead;
    private final Pace pace;
    private final InstantSource clock;
    /** When each chunk was told to come back, a provider. */
    private final Map<WaitingChunk, Map<String, Instant>> turns = new HashMap<>();

    private Instant seen = Instant.EPOCH;

    /** @param dead whose address mail servers have called unknown on several days */
    public Admission(Predicate<PersonTag> dead, Pace pace, InstantSource clock) {
        this.dead = dead;
        this.pace = pace;
        this.clock = clock;
    }

    /** @param session over which the mail would go */
    Outcome ask(EmailAddress address, PersonTag tag, Object session) {
        if (dead.test(tag)) {
            return DEAD;
        }
        return switch (pace.ask(address.domain(), session, clock.instant())) {
            case Pace.Outcome.Go go -> GO;
            case Pace.Outcome.NotBefore notBefore -> WAIT;
        };
    }

    /** How many of those of a chunk who wait for a domain's provider could go now. */
    int room(ChunkStore.Chunk chunk, String domain) {
        Instant now = clock.instant();
        synchronized (turns) {
            follow(now);
            Instant turn = turns.getOrDefault(key(chunk), Map.of()).get(provider(domain));
            return ClaimRules.room(turn, pace.room(domain, now), now);
        }
    }

    String provider(String domain) {
        return pace.provider(domain);
    }

    /**
     * When to take up a chunk again of which people have to wait: when it is its turn with one of their providers.
     *
     * @param waiting people by domain
     * @return the end of time when nobody waits
     */
    Instant comeBack(ChunkStore.Chunk chunk, Map<String, Integer> waiting) {
        if (waiting.isEmpty()) {
            return Instant.MAX;
        }
        Instant now = clock.instant();
        Map<String, Integer> byProvider = new HashMap<>();
        Map<String, String> domains = new HashMap<>();
        waiting.forEach((domain, people) -> {
            byProvider.merge(provider(domain), people, Integer::sum);
            domains.put(provider(domain), domain);
        });
        synchronized (turns) {
            follow(now);
            turns.values().removeIf(known -> known.values().stream().allMatch(at -> at.isBefore(now.minus(FORGOTTEN))));
            Map<String, Instant> known = turns.computeIfAbsent(key(chunk), any -> new HashMap<>());
            known.keySet().retainAll(byProvider.keySet());
            byProvider.forEach((provider, people) -> known.compute(
                    provider,
                    (any, turn) -> turn != null && turn.isAfter(now)
                            ? turn
                            : pace.book(Objects.requireNonNull(domains.get(provider)), people, now)));
            Instant first =
                    known.values().stream().min(Comparator.naturalOrder()).orElseThrow();
            Instant look = now.plus(LOOKS_IN);
            return first.isBefore(look) ? first : look;
        }
    }

    /** Turns of a clock that was ahead are given anew. */
    private void follow(Instant now) {
        if (now.isBefore(seen.minus(JUMP))) {
            turns.clear();
        }
        seen = now;
    }

    private static WaitingChunk key(ChunkStore.Chunk chunk) {
        return new WaitingChunk(chunk.notice(), chunk.number());
    }

    void tell(EmailAddress address, Object session, Reply reply) {
        pace.tell(address.domain(), session, reply, clock.instant());
    }

    void tellNotSent(EmailAddress address, Object session) {
        tell(address, session, Reply.NOT_SENT);
    }
}
