package mica.office.visitor;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import mica.exchange.database.OneByOne;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
import mica.office.directory.PublishedStore;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.kept.PersonRows;
import mica.office.keys.PersonTag;
import mica.office.visitor.VisitorErasureStore.ErasureWish;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the wishes of visitors to have all of their visits erased, and erases what was withdrawn under a hold that
 * is over. Goes through the days one after another for all who wait, beside the intake and not within it; each day is
 * stored, so that an office that dies is followed by any other.
 */
public final class VisitorErasureJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(VisitorErasureJob.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int MOST_WISHES = 1_000;
    private static final int VISITS_AT_A_TIME = 5_000;

    /** A front's clock may be ahead of the office's; what its visitor did minutes later was not meant. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    /** Older envelopes are nobody's any more: the key of their DOOR seal is destroyed. */
    private static final int DAYS_WITH_DOOR_KEYS = 2;

    private final Jdbi office;
    private final VisitorErasures erasures;
    private final VisitStore visits;
    private final List<PersonRows> rows;
    private final PublishedStore publisher;
    private final VisitDayStore days = new VisitDayStore();
    private final VisitorErasureStore store = new VisitorErasureStore();
    private final Loop loop = new Loop(
                    new Pulse("visitor-erasure", Duration.ofMinutes(30)),
                    PAUSE,
                    failed -> LOG.error("visitors.failed", failed))
            .afterFailure(PAUSE_AFTER_FAILURE)
            .waitedFor();
    private final LongAdder setAside = new LongAdder();

    /** @param rows what belongs to no visit, but to somebody */
    public VisitorErasureJob(
            Jdbi office, VisitorErasures erasures, VisitStore visits, List<PersonRows> rows, PublishedStore publisher) {
        this.office = office;
        this.erasures = erasures;
        this.visits = visits;
        this.rows = List.copyOf(rows);
        this.publisher = publisher;
    }

    /** Works until closed. */
    public void start() {
        loop.start(this::runOnce);
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        loop.close();
    }

    /** How many visits could not be erased although their visitors asked for it; someone must look at the log. */
    public long setAside() {
        return setAside.sum();
    }

    /** Does what waits now. Another office that is at it is left alone. */
    public void runOnce() {
        // One connection for all of it: an office that loses it has lost the lock too, and can do no further step.
        office.useHandle(handle -> {
            if (!store.lock(handle)) {
                return;
            }
            try {
                // One that fails does not keep the other.
                try {
                    eraseAll(handle);
                } finally {
                    eraseWithdrawn(handle);
                }
            } finally {
                store.unlock(handle);
            }
        });
    }

    private void eraseAll(Handle handle) {
        List<ErasureWish> open = store.open(handle, MOST_WISHES);
        if (open.isEmpty()) {
            return;
        }
        Map<ErasureWish, PersonTag> people = new HashMap<>();
        open.forEach(asked -> erasures.person(asked).ifPresent(person -> people.put(asked, person)));
        for (LocalDate day : days.days(handle)) {
            step(handle, day, people);
        }
        store.done(handle, open.stream().map(ErasureWish::id).toList());
        LOG.info("visitors.erased wishes={}", open.size());
    }

    /** One day for everybody who waits for it. */
    void step(Handle handle, LocalDate day, Map<ErasureWish, PersonTag> people) {
        Map<PersonTag, Instant> waiting = new HashMap<>();
        List<Long> ids = new ArrayList<>();
        people.forEach((asked, person) -> {
            LocalDate next = asked.nextDay();
            if (next == null || !day.isBefore(next)) {
                ids.add(asked.id());
                waiting.merge(person, asked.askedAt().plus(CLOCKS_DIFFER), (a, b) -> a.isAfter(b) ? a : b);
            }
        });
        if (ids.isEmpty()) {
            return;
        }
        eraseVisits(handle, day, waiting);
        LocalDate lastAsked = people.keySet().stream()
                .map(ErasureWish::askedOn)
                .max(LocalDate::compareTo)
                .orElse(day);
        if (!day.isBefore(lastAsked.minusDays(DAYS_WITH_DOOR_KEYS))) {
            handle.useTransaction(tx -> {
                if (!erasures.isHeld(tx, day)) {
                    rows.forEach(kind -> kind.erase(tx, day, waiting));
                }
            });
        }
        store.passed(handle, ids, day.plusDays(1));
    }

    private void eraseVisits(Handle handle, LocalDate day, Map<PersonTag, Instant> people) {
        VisitRef last = null;
        do {
            VisitStore.FoundVisits found = visits.ofPeople(handle, day, people, last, VISITS_AT_A_TIME);
            erase(handle, found.visits());
            last = found.last();
        } while (last != null && !Thread.currentThread().isInterrupted());
        if (last != null) {
            throw new IllegalStateException("closed amid a day");
        }
    }

    private void eraseWithdrawn(Handle handle) {
        for (LocalDate day : visits.daysWithWithdrawn(handle)) {
            if (!erasures.isHeld(handle, day)) {
                erase(handle, visits.withdrawn(handle, day));
            }
        }
    }

    /** Tells the visitors' links before the commit: a crash between them repeats it and leaves no link that lies. */
    private void erase(Handle handle, List<VisitRef> refs) {
        OneByOne.work(
                refs,
                some -> handle.useTransaction(tx -> {
                    List<LinkReceipt> receipts = some.stream()
                            .flatMap(ref -> erasures.erase(tx, ref).stream())
                            .toList();
                    publisher.publishReceipts(receipts);
                }),
                (ref, why) -> {
                    setAside.increment();
                    loop.pulse().setAside();
                    LOG.error(
                            "visitors.visit_not_erased day={} visit={} type={}",
                            ref.day(),
                            ref.id(),
                            why.getClass().getSimpleName());
                });
    }
}
