package mica.office.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mica.office.delivery.ChunkStore.Chunk;

/**
 * Who of a chunk waits for the pace of their provider. It is asked by the domain that is stored of them, so that nobody is
 * opened who could not be written to. For one thread, one pass through the chunk.
 */
final class Turns {

    /** The reply that is stored of who waits. */
    static final String PACED = "paced";

    private final Admission admission;
    private final Chunk chunk;
    private final Map<String, Integer> room = new HashMap<>();
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Set<Integer> heldBack = new HashSet<>();

    Turns(Admission admission, Chunk chunk) {
        this.admission = admission;
        this.chunk = chunk;
    }

    /** How many of those who wait for a domain's provider may still be opened. */
    int left(String domain) {
        return room.computeIfAbsent(admission.provider(domain), provider -> admission.room(chunk, domain));
    }

    void takeOne(String domain) {
        room.merge(admission.provider(domain), -1, Integer::sum);
    }

    void waits(int n, String domain) {
        heldBack.add(n);
        waiting.merge(domain, 1, Integer::sum);
    }

    boolean isHeldBack(int n) {
        return heldBack.contains(n);
    }

    /** When the first of those who wait may be written to; later than any when nobody waits. */
    Instant next() {
        return admission.comeBack(chunk, waiting);
    }
}
