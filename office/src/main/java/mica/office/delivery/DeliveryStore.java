package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.ChunkAnswer;
import mica.office.delivery.ChunkStore.TakenChunk;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.delivery.ChunkStore.Write;
import mica.office.notice.Notice;

/** What the engine asks of the database that all offices share. Threads may share it. */
interface DeliveryStore {

    /** Does what belongs together about a notice, or nothing of it when it fails. */
    <T> T together(UUID notice, Function<ChunkTaking, T> act);

    /** A chunk changing hands; good until {@link #together} ends. */
    interface ChunkTaking {

        /** The notice, held: a pause waits for the claim, and the claim sees a pause. */
        Notice notice();

        /** Takes a chunk that is due and that nobody holds, or whose holder's lease ran out. */
        Optional<TakenChunk> take(Instant due, Duration lease);

        /** What was unusual with the people of a chunk so far, by their numbers. */
        Map<Integer, Trouble> troubles(TakenChunk taken);

        /** Notes that so many addresses are opened; empty when what is stored is not what was approved. */
        Optional<Opening> demand(int people);

        /** Stores the states of a chunk that was just taken. */
        void claim(TakenChunk taken);
    }

    /** The leave to open the addresses of one notice. */
    @FunctionalInterface
    interface Opening {

        /** The people of a chunk that was taken, without a lock. */
        Addressees of(TakenChunk taken);
    }

    /** Stores what became of people, all of it or nothing. A chunk without an answer was taken over. */
    Map<Chunk, ChunkAnswer> write(List<Write> writes, Duration lease, Instant now);

    /**
     * Lengthens leases; those of chunks that were taken over stay as they are. Of the notices being sent no lease stays
     * longer than any is given: it was given by a clock that was wrong.
     */
    void renew(List<Chunk> chunks, Collection<UUID> sending, Duration lease);
}
