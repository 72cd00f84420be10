package mica.office.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.Trouble;

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

    /** Whether somebody who was told to wait may be opened now; otherwise they wait on. */
    boolean isUp(Trouble paced) {
        int left = room.computeIfAbsent(
                admission.provider(paced.mailDomain()), provider -> admission.room(chunk, paced.mailDomain()));
        if (left > 0) {
            room.put(admission.provider(paced.mailDomain()), left - 1);
            return true;
        }
        waits(paced.n(), paced.mailDomain());
        return false;
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
