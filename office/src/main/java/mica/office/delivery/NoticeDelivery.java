package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mica.exchange.database.OneByOne;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.exchange.log.Repeats;
import mica.office.keys.Opener;
import mica.office.keys.PersonTags;
import mica.office.ledger.Ledger;
import mica.office.message.MessageComposer;
import mica.office.message.Octets;
import mica.office.notice.Notice;
import mica.office.notice.NoticeConfiguration;
import mica.office.notice.NoticeEvent;
import mica.office.notice.NoticeRecord;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import mica.office.relay.Relay;
import mica.office.relay.RelaySession;
import mica.office.visits.VisitStore;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notice lane: sends what is approved, over its own sessions to the relay, until everyone has an outcome. Any number
 * of offices may run one beside each other; what a crashed one held is taken over when its lease runs out.
 *
 * <p>After a crash those are uncertain whose dot was stored and whose outcome was not: at most {@link
 * NoticeConfiguration#open} an office. They are written to again with the same octets, rather than left out.
 */
public final class NoticeDelivery implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeDelivery.class);

    /** A pause takes effect within this time and the message under way. */
    private static final Duration WATCH = Duration.ofMillis(250);

    private static final Duration RENEWAL = Duration.ofSeconds(15);
    /** A window of usual mails; it grows for longer ones. */
    private static final int OCTETS = 512 * 1_024;

    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    /** A chunk to a slow relay, or one part of a large audience. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(30);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(2);

    private final Jdbi office;
    private final NoticeStore notices = new NoticeStore();
    private final RecipientStore recipients = new RecipientStore();
    private final NoticeRecord record;
    private final Recorder recorder;
    private final NoticeWorker worker;
    private final Fixing fixing;
    private final Relay relay;
    private final NoticeConfiguration configuration;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();
    private final Object news = new Object();
    private final Repeats repeats = new Repeats();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private volatile List<UUID> sending = List.of();
    private volatile boolean closed;

    /** @param opener made for the purpose DAY alone */
    public NoticeDelivery(
            Jdbi office,
            VisitStore visits,
            Fixing fixing,
            Opener opener,
            PersonTags tags,
            NoticeMail mail,
            MessageComposer composer,
            Relay relay,
            Admission admission,
            NoticeConfiguration configuration,
            InstantSource clock) {
        this.office = office;
        this.relay = relay;
        this.configuration = configuration;
        this.clock = clock;
        Ledger ledger = new Ledger(clock);
        this.record = new NoticeRecord(ledger);
        this.fixing = fixing;
        EngineTime time = EngineTime.of(clock);
        DeliveryStore store = new StoredDelivery(office, visits, tags, new ApprovedOpening(opener, notices, ledger));
        this.recorder = new Recorder(store, time);
        this.worker = new NoticeWorker(
                store,
                admission,
                notice -> mail.prepared(notice, composer),
                configuration.windowOfSession(),
                recorder,
                time);
    }

    /** Sends from now on, until closed. */
    public synchronized void start() {
        recorder.start();
        pulses.add(recorder.pulse());
        start("notice-watch", LONGEST_LOOK, Thread.ofPlatform().daemon(), this::watch);
        start("notice-fixing", LONGEST_ROUND, Thread.ofVirtual(), this::fix);
        for (int i = 0; i < configuration.sessions(); i++) {
            start("notice-" + i, LONGEST_ROUND, Thread.ofPlatform().daemon(), this::work);
        }
    }

    private void start(String name, Duration longestRound, Thread.Builder kind, Consumer<Pulse> work) {
        Pulse pulse = new Pulse(name, longestRound);
        pulses.add(pulse);
        threads.add(pulse.start(kind, () -> work.accept(pulse)));
    }

    /** Whether a notice may be sent at this moment; asked before every write. */
    private boolean isSending(UUID notice) {
        return !closed && sending.contains(notice);
    }

    private void watch(Pulse pulse) {
        long lastRenewal = System.nanoTime();
        while (!closed) {
            try {
                List<UUID> before = sending;
                sending = office.withHandle(handle -> notices.inState(handle, NoticeState.SENDING));
                if (!before.containsAll(sending)) {
                    tellNews();
                }
                pulse.well();
                worker.keepOnly(sending);
                // One that cannot be ended keeps no other, and does not stop what is being sent.
                OneByOne.each(
                        sending,
                        this::finishIfDone,
                        (notice, why) -> repeats.note(
                                String.valueOf(notice),
                                1,
                                (which, times) -> LOG.error(
                                        "notice.not_ended notice={} type={} times={}",
                                        which,
                                        why.getClass().getSimpleName(),
                                        times)));
                if (System.nanoTime() - lastRenewal > RENEWAL.toNanos()) {
                    worker.renewLeases(sending);
                    lastRenewal = System.nanoTime();
                }
            } catch (RuntimeException unavailable) {
                // Without sight of a pause nothing is sent.
                sending = List.of();
                pulse.failed(unavailable);
                LOG.error("notice.watch_failed", unavailable);
            }
            if (!sleep(WATCH)) {
                return;
            }
        }
    }

    private void fix(Pulse pulse) {
        do {
            try {
                pulse.round(() -> fixing.goOn(() -> closed, this::tellNews));
            } catch (RuntimeException unavailable) {
                LOG.error("notice.fixing_failed", unavailable);
            }
        } while (!closed && sleep(WATCH));
    }

    private void finishIfDone(UUID id) {
        office.useTransaction(tx -> {
            if (!recipients.isDone(tx, id)) {
                return;
            }
            Notice notice = notices.lock(tx, id).orElseThrow();
            if (notice.state().allows(NoticeEvent.SENT)) {
                Instant now = clock.instant();
                notices.step(tx, id, notice.state(), NoticeEvent.SENT, now);
                record.note(tx, notice, now, NoticeEvent.SENT, null, "", null);
                LOG.info("notice.sent notice={} recipients={}", notice.number(), notice.recipients());
            }
        });
    }

    private void work(Pulse pulse) {
        Octets octets = new Octets(OCTETS);
        try (RelaySession session = relay.session()) {
            while (!closed) {
                pulse.begin();
                NoticeWorker.ChunkEnd result = workOnce(session, octets, pulse);
                boolean goOn = switch (result) {
                    case WORKED -> true;
                    case NOTHING_TO_DO -> {
                        session.closeWhenSilent();
                        yield awaitNews();
                    }
                    case UNAPPROVED, TROUBLE -> sleep(AFTER_FAULT);
                };
                if (!goOn) {
                    return;
                }
            }
        }
    }

    /** Several notices take turns, chunk by chunk. */
    private NoticeWorker.ChunkEnd workOnce(RelaySession session, Octets octets, Pulse pulse) {
        List<UUID> now = sending;
        int first = turn.getAndIncrement();
        for (int i = 0; i < now.size(); i++) {
            UUID notice = now.get(Math.floorMod(first + i, now.size()));
            try {
                NoticeWorker.ChunkEnd result = worker.work(notice, new RelayCarrier(session), octets, this::isSending);
                if (result == NoticeWorker.ChunkEnd.UNAPPROVED) {
                    pause(notice);
                }
                if (result != NoticeWorker.ChunkEnd.NOTHING_TO_DO) {
                    note(result, pulse);
                    return result;
                }
            } catch (RuntimeException failed) {
                pulse.failed(failed);
                LOG.error("notice.delivery_failed", failed);
                return NoticeWorker.ChunkEnd.TROUBLE;
            }
        }
        pulse.well();
        return NoticeWorker.ChunkEnd.NOTHING_TO_DO;
    }

    private static void note(NoticeWorker.ChunkEnd result, Pulse pulse) {
        switch (result) {
            case WORKED, NOTHING_TO_DO -> pulse.well();
            case UNAPPROVED -> pulse.failed("unapproved");
            case TROUBLE -> pulse.failed("relay missing");
        }
    }

    /** So that nobody writes to anyone what no second officer has seen. */
    private void pause(UUID id) {
        office.useTransaction(tx -> {
            Notice notice = notices.lock(tx, id).orElseThrow();
            LOG.error("notice.approval_does_not_match notice={}", notice.number());
            if (notice.state().allows(NoticeEvent.PAUSED)) {
                Instant now = clock.instant();
                notices.step(tx, id, notice.state(), NoticeEvent.PAUSED, now);
                record.note(tx, notice, now, NoticeEvent.PAUSED, null, "", null);
            }
        });
    }

    /** There are more people to write to. */
    private void tellNews() {
        synchronized (news) {
            news.notifyAll();
        }
    }

    /** Until somebody tells or it is time to look again, for others may have done what there is to tell of. */
    private boolean awaitNews() {
        try {
            synchronized (news) {
                news.wait(WATCH.toMillis());
            }
            return true;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean sleep(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.copyOf(pulses);
    }

    /** Ends after the messages under way; what is not sent stays for the next start. */
    @Override
    public synchronized void close() {
        closed = true;
        recorder.hurry();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
        recorder.close();
    }
}
