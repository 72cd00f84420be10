package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mica.office.delivery.ChunkStore.Person;
import mica.office.delivery.ChunkStore.Taken;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.erasure.SealedDays;
import mica.office.keys.Secrets;
import mica.office.message.MessageComposer;
import mica.office.message.Octets;
import mica.office.notice.Notice;
import mica.office.notice.NoticeConfiguration;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import mica.office.relay.RelaySession;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes one chunk of recipients and sees it through. Threads may share it, each with a session and octets of its own. */
final class NoticeWorker {

    private static final Duration FOREVER = Duration.ofDays(3_650);

    enum Result {
        WORKED,
        NOTHING_TO_DO,
        /** What is stored is not what was approved; nothing was claimed or opened. */
        UNAPPROVED,
        /** The relay is not there; another chunk would fare no better. */
        TROUBLE
    }

    /** Where and how the notice lane opens what it sends, and to whom of those it may go. */
    record Sealed(VisitStore visits, Secrets secrets, ApprovedOpening opening, Admission admission) {}

    private record Batch(
            Taken taken,
            ApprovedOpening.Grant grant,
            Map<Integer, Trouble> troubles,
            Turns turns,
            int claimed,
            boolean expired) {}

    private final Jdbi office;
    private final Sealed sealed;
    private final NoticeMail mail;
    private final MessageComposer composer;
    private final NoticeConfiguration configuration;
    private final Recorder recorder;
    private final InstantSource clock;
    private final NoticeStore notices = new NoticeStore();
    private final ChunkStore chunks = new ChunkStore();
    private final Map<UUID, NoticeMail.Prepared> prepared = new ConcurrentHashMap<>();
    private final Map<ChunkStore.Chunk, Lease> held = new ConcurrentHashMap<>();

    NoticeWorker(
            Jdbi office,
            Sealed sealed,
            NoticeMail mail,
            MessageComposer composer,
            NoticeConfiguration configuration,
            Recorder recorder,
            InstantSource clock) {
        this.office = office;
        this.sealed = sealed;
        this.mail = mail;
        this.composer = composer;
        this.configuration = configuration;
        this.recorder = recorder;
        this.clock = clock;
    }

    Result work(UUID notice, RelaySession session, Octets octets, Predicate<UUID> isSending) {
        Lease lease = Lease.granted(clock, Lease.ask(clock));
        Optional<Batch> batch;
        try {
            batch = office.inTransaction(tx -> take(tx, notice));
        } catch (UnapprovedException changed) {
            return Result.UNAPPROVED;
        }
        if (batch.isEmpty()) {
            return Result.NOTHING_TO_DO;
        }
        ChunkStore.Chunk chunk = batch.get().taken().chunk();
        held.put(chunk, lease);
        try {
            ChunkRound.Work work = read(batch.get(), lease);
            ChunkRound round = new ChunkRound(
                    work,
                    session,
                    octets,
                    configuration.windowOfSession(),
                    () -> isSending.test(notice),
                    recorder,
                    clock);
            if (batch.get().expired()) {
                round.expire();
                return Result.WORKED;
            }
            return round.run() ? Result.WORKED : Result.TROUBLE;
        } finally {
            octets.clear();
            held.remove(chunk);
        }
    }

    /** Lengthens the leases of what is in hand, for sessions that wait long for their relay. */
    void renewLeases() {
        if (held.isEmpty()) {
            return;
        }
        List<ChunkStore.Chunk> chunksInHand = List.copyOf(held.keySet());
        office.useTransaction(tx -> chunks.renew(tx, chunksInHand, Lease.LENGTH));
    }

    /** Forgets the prepared messages of notices that are not sent any more. */
    void keepOnly(Collection<UUID> sending) {
        prepared.keySet().retainAll(sending);
    }

    private Optional<Batch> take(Handle tx, UUID id) {
        chunks.begin(tx);
        Instant now = clock.instant();
        // Held, so that a pause waits for the claim and the claim sees a pause.
        Notice notice = notices.hold(tx, id).orElseThrow();
        if (notice.state() != NoticeState.SENDING) {
            return Optional.empty();
        }
        boolean expired = notice.sendUntil() != null && notice.sendUntil().isBefore(now);
        // What has expired is counted at once, whenever its next attempt would have been.
        Instant due = expired ? now.plus(FOREVER) : now;
        Optional<Taken> chunk = chunks.take(tx, id, due, Lease.LENGTH);
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        Taken taken = chunk.get();
        Map<Integer, Trouble> troubles = chunks.troubles(tx, taken);
        Turns turns = new Turns(sealed.admission(), taken.chunk());
        int claimed = expired ? 0 : claim(taken, troubles, turns, now);
        ApprovedOpening.Grant grant =
                sealed.opening().demand(tx, notice, claimed).orElseThrow(UnapprovedException::new);
        if (claimed > 0) {
            chunks.claim(tx, taken);
        }
        return Optional.of(new Batch(taken, grant, troubles, turns, claimed, expired));
    }

    /**
     * Reads the people and their sealed addresses, without a lock: the server would keep one for as long as a frozen
     * office does not take what it is sent.
     */
    private ChunkRound.Work read(Batch batch, Lease lease) {
        Taken taken = batch.taken();
        return office.withHandle(handle -> {
            List<Person> people = batch.claimed() == 0 ? List.of() : chunks.people(handle, taken);
            return new ChunkRound.Work(
                    taken,
                    lease,
                    people.stream().collect(Collectors.toMap(Person::n, person -> person)),
                    batch.troubles(),
                    new Addresses(
                            sealed.opening(),
                            batch.grant(),
                            sealed.secrets(),
                            SealedVisits.of(sealed.visits(), handle, toOpen(taken, people)),
                            day -> office.withHandle(asked -> SealedDays.isErased(asked, day))),
                    sealed.admission(),
                    batch.turns(),
                    prepared.computeIfAbsent(
                            taken.chunk().notice(),
                            any -> mail.prepared(batch.grant().notice(), composer)));
        });
    }

    private static List<Person> toOpen(Taken taken, List<Person> people) {
        return people.stream()
                .filter(one -> isToOpen(taken.states().get(one.n() - taken.first())))
                .toList();
    }

    /** Stored text or audience are not what was approved; nothing is claimed, nothing opened. */
    private static final class UnapprovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * How many of a chunk's people are to be opened and written to now. Those an earlier holder left with their dot sent are
     * among them: nobody knows whether they were reached, so they get the same message again rather than none. Who waits
     * for a provider that has no room is not.
     */
    private static int claim(Taken taken, Map<Integer, Trouble> troubles, Turns turns, Instant now) {
        StateLine states = taken.states();
        int claimed = 0;
        for (int i = 0; i < states.size(); i++) {
            RecipientState state = states.get(i);
            Trouble trouble = troubles.get(taken.first() + i);
            boolean open = state == RecipientState.QUEUED
                    || ((state == RecipientState.DEFERRED || state == RecipientState.DOT_SENT)
                            && isUp(trouble, turns, now));
            if (open && state != RecipientState.DOT_SENT && state != RecipientState.CLAIMED) {
                states.move(i, RecipientState.CLAIMED);
            }
            claimed += open || state == RecipientState.CLAIMED ? 1 : 0;
        }
        return claimed;
    }

    private static boolean isUp(@Nullable Trouble trouble, Turns turns, Instant now) {
        Instant next = trouble == null ? null : trouble.nextAttemptAt();
        if (trouble == null || next == null) {
            return true;
        }
        return trouble.reply().equals(Turns.PACED) ? turns.isUp(trouble) : Patience.isDue(next, now);
    }

    private static boolean isToOpen(RecipientState state) {
        return state == RecipientState.CLAIMED || state == RecipientState.DOT_SENT;
    }
}
