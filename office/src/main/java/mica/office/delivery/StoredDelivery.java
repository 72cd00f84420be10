package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import mica.office.delivery.ChunkStore.Chunk;
import mica.office.delivery.ChunkStore.ChunkAnswer;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.delivery.ChunkStore.TakenChunk;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.delivery.ChunkStore.Write;
import mica.office.erasure.SealedDays;
import mica.office.keys.PersonTags;
import mica.office.notice.Notice;
import mica.office.notice.NoticeStore;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The engine's store in the office's database. Threads may share it. */
final class StoredDelivery implements DeliveryStore {

    private final Jdbi office;
    private final VisitStore visits;
    private final PersonTags tags;
    private final ApprovedOpening opening;
    private final NoticeStore notices = new NoticeStore();
    private final ChunkStore chunks = new ChunkStore();

    StoredDelivery(Jdbi office, VisitStore visits, PersonTags tags, ApprovedOpening opening) {
        this.office = office;
        this.visits = visits;
        this.tags = tags;
        this.opening = opening;
    }

    @Override
    public <T> T together(UUID notice, Function<ChunkTaking, T> act) {
        return office.inTransaction(tx -> {
            chunks.begin(tx);
            return act.apply(new StoredTaking(tx, notices.hold(tx, notice).orElseThrow()));
        });
    }

    private final class StoredTaking implements ChunkTaking {

        private final Handle tx;
        private final Notice notice;

        private StoredTaking(Handle tx, Notice notice) {
            this.tx = tx;
            this.notice = notice;
        }

        @Override
        public Notice notice() {
            return notice;
        }

        @Override
        public Optional<TakenChunk> take(Instant due, Duration lease) {
            return chunks.take(tx, notice.id(), due, lease);
        }

        @Override
        public Map<Integer, Trouble> troubles(TakenChunk taken) {
            return chunks.troubles(tx, taken);
        }

        @Override
        public Optional<Opening> demand(int people) {
            return opening.demand(tx, notice, people).map(grant -> taken -> addressees(grant, taken));
        }

        @Override
        public void claim(TakenChunk taken) {
            chunks.claim(tx, taken);
        }
    }

    /**
     * Reads the people and their sealed addresses, without a lock: the server would keep one for as long as a frozen
     * office does not take what it is sent.
     */
    private Addressees addressees(ApprovedOpening.Grant grant, TakenChunk taken) {
        return office.withHandle(handle -> {
            List<ChunkPerson> people = RecipientStore.people(handle, taken);
            List<ChunkPerson> toOpen = people.stream()
                    .filter(one -> ClaimRules.isToOpen(taken.states().get(one.n() - taken.first())))
                    .toList();
            return new SealedAddressees(
                    opening,
                    grant,
                    tags,
                    people.stream().collect(Collectors.toMap(ChunkPerson::n, person -> person)),
                    SealedVisits.of(visits, handle, toOpen),
                    day -> office.withHandle(asked -> SealedDays.isErased(asked, day)));
        });
    }

    @Override
    public Map<Chunk, ChunkAnswer> write(List<Write> writes, Duration lease, Instant now) {
        return office.inTransaction(tx -> {
            chunks.begin(tx);
            return chunks.write(tx, writes, lease, now);
        });
    }

    @Override
    public void renew(List<Chunk> held, Collection<UUID> sending, Duration lease) {
        office.useTransaction(tx -> {
            chunks.renew(tx, held, lease);
            chunks.shorten(tx, sending, lease);
        });
    }
}
