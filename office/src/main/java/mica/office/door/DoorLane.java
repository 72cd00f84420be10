package mica.office.door;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.exchange.log.Repeats;
import mica.office.relay.Relay;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the queued mails to visitors and venues as soon as they are stored. Several offices may run one on the same
 * database. A mail whose provider has had as many as it likes for now waits its turn, before all notices. After a crash a mail may go out twice, with the same Message-ID; none is lost.
 */
public final class DoorLane implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(DoorLane.class);

    /** For mails of other offices and for repeated attempts; own new mails ring. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration REST_AFTER_FAULT = Duration.ofSeconds(5);
    /** A chunk of mails to a relay that takes its time over each of them. */
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(15);

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    private final List<DoorWorker> workers = new ArrayList<>();
    private final Map<MailStore.Lane, Semaphore> bells = new EnumMap<>(MailStore.Lane.class);
    private final List<Thread> threads = new ArrayList<>();
    private final List<Pulse> pulses = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Repeats repeats = new Repeats();
    /** Of what all workers do together. */
    private final Pulse leases = new Pulse("mail-leases", LONGEST_ROUND);

    /**
     * @param sessions connections to the relay for visitors' mails; there is one more for those to venues
     */
    public DoorLane(
            Jdbi office,
            MailQueue queue,
            Recipients recipients,
            DoorMails mails,
            Relay relay,
            int sessions,
            InstantSource clock) {
        MailStore store = new MailStore(office, mails::kind, clock, leases::setAside);
        for (MailStore.Lane lane : MailStore.Lane.values()) {
            bells.put(lane, new Semaphore(0));
            for (int i = 0; i < (lane == MailStore.Lane.VISITORS ? sessions : 1); i++) {
                workers.add(new DoorWorker(lane, store, recipients, mails, relay.session(), queue, clock));
            }
        }
        queue.onAdded(() -> bells.values().forEach(DoorLane::ring));
    }

    public void start() {
        for (int i = 0; i < workers.size(); i++) {
            DoorWorker worker = workers.get(i);
            // One of each lane looks by itself; the others wait to be rung for, so that an idle database stays quiet.
            boolean looking = i == 0 || workers.get(i - 1).lane() != worker.lane();
            Pulse pulse = new Pulse("mail-" + i, LONGEST_ROUND);
            start(pulse, () -> work(worker, looking, pulse));
        }
        start(leases, this::renewLeases);
    }

    private void start(Pulse pulse, Runnable work) {
        pulses.add(pulse);
        threads.add(pulse.start(Thread.ofVirtual(), work));
    }

    @Override
    public List<Pulse> pulses() {
        return List.copyOf(pulses);
    }

    /** Stops after the mails in hand; what was claimed and not sent goes back to the queue. */
    @Override
    public void close() {
        stopped.countDown();
        bells.values().forEach(bell -> bell.release(workers.size()));
        long deadline = System.nanoTime() + LONGEST_GOODBYE.toNanos();
        for (Thread thread : threads) {
            try {
                long left = Math.max(1, deadline - System.nanoTime());
                if (!thread.join(Duration.ofNanos(left))) {
                    thread.interrupt();
                }
            } catch (InterruptedException hurried) {
                thread.interrupt();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends everything that is due on the calling thread; for tests and for maintenance. */
    void sendDue() {
        for (DoorWorker worker : List.of(workers.getFirst(), workers.getLast())) {
            DoorWorker.DoorRound round = DoorWorker.DoorRound.SENT;
            while (round == DoorWorker.DoorRound.SENT) {
                round = worker.round(() -> false, () -> {});
            }
        }
    }

    private void work(DoorWorker worker, boolean looking, Pulse pulse) {
        Semaphore bell = Objects.requireNonNull(bells.get(worker.lane()));
        try (var session = worker.session()) {
            while (!isStopping()) {
                Duration pause = Duration.ZERO;
                try {
                    pulse.begin();
                    switch (worker.round(this::isStopping, () -> ring(bell))) {
                        case NOTHING_DUE -> {
                            pulse.well();
                            pulse.rest();
                            await(bell, looking, worker);
                        }
                        case SENT -> pulse.well();
                        case RELAY_MISSING -> {
                            pulse.failed("relay missing");
                            pause = REST_AFTER_FAULT;
                        }
                    }
                } catch (RuntimeException outage) {
                    pulse.failed(outage);
                    repeats.note(
                            outage.getClass().getSimpleName(),
                            1,
                            (type, times) -> LOG.error("mail.lane_failed type={} times={}", type, times, outage));
                    pause = REST_AFTER_FAULT;
                }
                if (pause.isPositive() && stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewLeases() {
        try {
            while (!stopped.await(DoorWorker.LEASE.dividedBy(3).toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    leases.round(() -> workers.forEach(DoorWorker::renew));
                } catch (RuntimeException outage) {
                    LOG.error("mail.renewal_failed type={}", outage.getClass().getSimpleName(), outage);
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Semaphore bell, boolean looking, DoorWorker worker) throws InterruptedException {
        Duration turn = worker.untilTurn();
        boolean soon = turn.compareTo(LOOK) < 0;
        Duration longest = soon ? turn : LOOK.multipliedBy(looking ? 1 : 60);
        boolean rung;
        do {
            worker.session().closeWhenSilent();
            rung = bell.tryAcquire(longest.toMillis() + 1, TimeUnit.MILLISECONDS);
        } while (!rung && !looking && !soon);
    }

    /** Wakes one; who finds more than it can carry wakes the next. */
    private static void ring(Semaphore bell) {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }
}
