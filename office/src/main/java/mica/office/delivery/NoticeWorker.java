package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.TakenChunk;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.message.Octets;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;

/** Takes one chunk of recipients and sees it through. Threads may share it, each with a carrier and octets of its own. */
final class NoticeWorker {

    private static final Duration FOREVER = Duration.ofDays(3_650);

    enum ChunkEnd {
        WORKED,
        NOTHING_TO_DO,
        /** What is stored is not what was approved; nothing was claimed or opened. */
        UNAPPROVED,
        /** The relay is not there; another chunk would fare no better. */
        TROUBLE
    }

    private record Batch(
            Notice notice,
            TakenChunk taken,
            DeliveryStore.Opening opening,
            Map<Integer, Trouble> troubles,
            Turns turns,
            int claimed,
            boolean expired) {}

    private final DeliveryStore store;
    private final Admission admission;
    private final Function<Notice, Letters> writing;
    private final int windowSize;
    private final Recording recorder;
    private final EngineTime time;
    private final Map<UUID, Letters> prepared = new ConcurrentHashMap<>();
    private final Map<Chunk, Lease> held = new ConcurrentHashMap<>();

    /** @param writing prepares the messages of a notice */
    NoticeWorker(
            DeliveryStore store,
            Admission admission,
            Function<Notice, Letters> writing,
            int windowSize,
            Recording recorder,
            EngineTime time) {
        this.store = store;
        this.admission = admission;
        this.writing = writing;
        this.windowSize = windowSize;
        this.recorder = recorder;
        this.time = time;
    }

    ChunkEnd work(UUID notice, Carrier carrier, Octets octets, Predicate<UUID> isSending) {
        Lease lease = Lease.granted(time, Lease.ask(time));
        Optional<Batch> batch;
        try {
            batch = store.together(notice, this::take);
        } catch (UnapprovedException changed) {
            return ChunkEnd.UNAPPROVED;
        }
        if (batch.isEmpty()) {
            return ChunkEnd.NOTHING_TO_DO;
        }
        Chunk chunk = batch.get().taken().chunk();
        held.put(chunk, lease);
        try {
            ChunkRound round = new ChunkRound(
                    work(batch.get(), lease),
                    carrier,
                    octets,
                    windowSize,
                    () -> isSending.test(notice),
                    recorder,
                    time);
            if (batch.get().expired()) {
                round.expire();
                return ChunkEnd.WORKED;
            }
            return round.run() ? ChunkEnd.WORKED : ChunkEnd.TROUBLE;
        } finally {
            octets.clear();
            held.remove(chunk);
        }
    }

    /** Lengthens the leases of what is in hand, for sessions that wait long for their relay. */
    void renewLeases(Collection<UUID> sending) {
        List<Chunk> inHand = List.copyOf(held.keySet());
        if (!inHand.isEmpty() || !sending.isEmpty()) {
            store.renew(inHand, sending, Lease.LENGTH);
        }
    }

    /** Forgets the prepared messages of notices that are not sent any more. */
    void keepOnly(Collection<UUID> sending) {
        prepared.keySet().retainAll(sending);
    }

    private Optional<Batch> take(DeliveryStore.ChunkTaking tx) {
        Instant now = time.now();
        Notice notice = tx.notice();
        if (notice.state() != NoticeState.SENDING) {
            return Optional.empty();
        }
        boolean expired = notice.sendUntil() != null && notice.sendUntil().isBefore(now);
        // What has expired is counted at once, whenever its next attempt would have been.
        Optional<TakenChunk> chunk = tx.take(expired ? now.plus(FOREVER) : now, Lease.LENGTH);
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        TakenChunk taken = chunk.get();
        Map<Integer, Trouble> troubles = tx.troubles(taken);
        Turns turns = new Turns(admission, taken.chunk());
        int claimed = expired ? 0 : ClaimRules.claim(taken, troubles, turns, now);
        DeliveryStore.Opening opening = tx.demand(claimed).orElseThrow(UnapprovedException::new);
        if (claimed > 0) {
            tx.claim(taken);
        }
        return Optional.of(new Batch(notice, taken, opening, troubles, turns, claimed, expired));
    }

    private ChunkRound.RoundWork work(Batch batch, Lease lease) {
        return new ChunkRound.RoundWork(
                batch.taken(),
                lease,
                batch.claimed() == 0
                        ? Optional.empty()
                        : Optional.of(batch.opening().of(batch.taken())),
                batch.troubles(),
                admission,
                batch.turns(),
                prepared.computeIfAbsent(batch.notice().id(), any -> writing.apply(batch.notice())));
    }

    /** Stored text or audience are not what was approved; nothing is claimed, nothing opened. */
    private static final class UnapprovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
