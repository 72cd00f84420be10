package mica.office.delivery;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import mica.office.audience.Audience;
import mica.office.audience.AudienceStore;
import mica.office.audience.AudienceWalk;
import mica.office.ledger.Ledger;
import mica.office.notice.Notice;
import mica.office.notice.NoticeConfiguration;
import mica.office.notice.NoticeRecord;
import mica.office.notice.NoticeStore;
import mica.office.notice.Readership;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fixes who gets a notice: each person once. The first part is fixed in the transaction of the approval, and is everyone
 * in all but the largest notices; the others follow part by part while the first are written to already, by any office.
 * What an office that died had not fixed is found by the next one. Threads may share it.
 */
public final class Fixing implements Readership {

    private static final Logger LOG = LoggerFactory.getLogger(Fixing.class);

    /** The people of one notice, part by part. For one thread. */
    private interface FixingParts {

        /** Adds the next people, the first of them with this number. @return how many */
        int add(Handle tx, int n);

        /** How far one is after the next part, for who goes on from there. */
        int positionAfterNext();

        boolean isOver();
    }

    private final Jdbi office;
    private final VisitStore visits;
    private final AudienceStore audiences;
    private final NoticeStore notices = new NoticeStore();
    private final NoticeRecord record;
    private final NoticeConfiguration configuration;
    private final FixingStore store = new FixingStore();
    private final RecipientStore recipients = new RecipientStore();
    private final ChunkStore chunks = new ChunkStore();

    public Fixing(
            Jdbi office,
            VisitStore visits,
            AudienceStore audiences,
            NoticeConfiguration configuration,
            InstantSource clock) {
        this.office = office;
        this.visits = visits;
        this.audiences = audiences;
        this.record = new NoticeRecord(new Ledger(clock));
        this.configuration = configuration;
    }

    @Override
    public AudienceStore.Count count(Audience audience) {
        return audiences.count(audience);
    }

    @Override
    public List<LocalDate> daysWithoutKeys(Audience audience) {
        return audiences.daysWithoutKeys(audience);
    }

    @Override
    public int reached(Handle handle, UUID notice) {
        return recipients.sentTo(handle, notice);
    }

    @Override
    public Fixed fix(Handle tx, Notice notice) {
        UUID id = notice.id();
        FixingParts parts = parts(tx, notice, 0);
        int people = 0;
        int position = 0;
        while (people == 0 && !parts.isOver()) {
            position = parts.positionAfterNext();
            people = parts.add(tx, 0);
        }
        boolean all = parts.isOver();
        if (people > 0) {
            int size = RecipientStore.chunkSize(all ? people : Integer.MAX_VALUE, configuration.sessions());
            chunks.cut(tx, id, 0, people, size);
            if (!all) {
                store.add(tx, id, position);
            }
        }
        return new Fixed(people, all);
    }

    private FixingParts parts(Handle handle, Notice notice, int position) {
        UUID first = notice.content().followUpOf();
        if (first != null) {
            int people = notices.find(handle, first).orElseThrow().recipients();
            return new Reached(notice.id(), first, position, people);
        }
        return new AudienceParts(
                notice.id(),
                audiences.walk(
                        handle,
                        notice.content().audience().orElseThrow(),
                        notice.content().includeUnconfirmed()));
    }

    /**
     * Goes on with a notice whose people are not all fixed, until they are.
     *
     * @param more told whenever there are more people to write to
     * @return false when there was none to go on with
     */
    boolean goOn(BooleanSupplier closed, Runnable more) {
        Optional<FixingStore.TakenFixing> found = office.inTransaction(tx -> {
            store.shorten(tx, Lease.LENGTH);
            return store.take(tx, Lease.LENGTH);
        });
        found.ifPresent(taken -> goOn(taken, closed, more));
        return found.isPresent();
    }

    private void goOn(FixingStore.TakenFixing taken, BooleanSupplier closed, Runnable more) {
        Notice notice = office.withHandle(handle -> notices.find(handle, taken.notice()))
                .orElseThrow();
        if (!notice.content().hash().equals(notice.contentHash())) {
            // The sending has found it too, and stopped. The lease keeps this line rare.
            LOG.error("notice.approval_does_not_match notice={}", notice.number());
            return;
        }
        FixingParts parts = office.withHandle(handle -> rest(handle, notice, taken));
        int people = notice.recipients();
        while (people >= 0) {
            if (closed.getAsBoolean()) {
                office.useTransaction(tx -> store.giveBack(tx, taken));
                return;
            }
            int before = people;
            people = office.inTransaction(tx -> next(tx, notice, taken, parts, before));
            more.run();
        }
    }

    private FixingParts rest(Handle handle, Notice notice, FixingStore.TakenFixing taken) {
        FixingParts parts = parts(handle, notice, taken.position());
        if (parts instanceof AudienceParts visitors) {
            visitors.passBy(handle, notice.recipients());
        }
        return parts;
    }

    /** Fixes one part. @return how many people there are now; -1 when nothing is left to do here */
    private int next(Handle tx, Notice notice, FixingStore.TakenFixing taken, FixingParts parts, int before) {
        chunks.begin(tx);
        if (!store.goOn(tx, taken, parts.positionAfterNext(), Lease.LENGTH)) {
            return -1;
        }
        int people = before + parts.add(tx, before);
        if (people > before) {
            int size = RecipientStore.chunkSize(Integer.MAX_VALUE, configuration.sessions());
            chunks.cut(tx, notice.id(), before, people, size);
            notices.grow(tx, notice.id(), people);
        }
        if (!parts.isOver()) {
            return people;
        }
        store.remove(tx, notice.id());
        record.fixed(tx, notice, people);
        LOG.info("notice.fixed notice={} recipients={}", notice.number(), people);
        return -1;
    }

    /** The visitors of the audience. */
    private final class AudienceParts implements FixingParts {

        private final UUID notice;
        private final AudienceWalk walk;

        private AudienceParts(UUID notice, AudienceWalk walk) {
            this.notice = notice;
            this.walk = walk;
        }

        private void passBy(Handle handle, int people) {
            for (int first = 0; first < people; first += configuration.part()) {
                SealedVisits.of(
                                visits,
                                handle,
                                RecipientStore.people(handle, notice, first, first + configuration.part() - 1))
                        .values()
                        .forEach(walk::passBy);
            }
        }

        @Override
        public int add(Handle tx, int n) {
            var people = walk.next(tx, configuration.part());
            recipients.add(tx, notice, n, people);
            return people.size();
        }

        @Override
        public int positionAfterNext() {
            return 0;
        }

        @Override
        public boolean isOver() {
            return walk.isOver();
        }
    }

    /** The people another notice was sent to. */
    private final class Reached implements FixingParts {

        private final UUID notice;
        private final UUID first;
        private final int end;
        private int position;

        private Reached(UUID notice, UUID first, int position, int end) {
            this.notice = notice;
            this.first = first;
            this.position = position;
            this.end = end;
        }

        @Override
        public int add(Handle tx, int n) {
            int from = position;
            position = positionAfterNext();
            return recipients.addReached(tx, notice, n, first, from, position);
        }

        @Override
        public int positionAfterNext() {
            return Math.min(end, position + configuration.part());
        }

        @Override
        public boolean isOver() {
            return position >= end;
        }
    }
}
