package mica.office.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import mica.exchange.database.OneByOne;
import mica.exchange.directory.MailState;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.exchange.log.Repeats;
import mica.office.directory.PublishedStore;
import mica.office.directory.PublishedStore.MailReceipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what became of confirmations, a moment later and on a thread of its own: mails never wait for the exchange.
 * What cannot be published in time is dropped; its screen goes on saying that nothing is known yet. One that the exchange
 * refuses holds up no other. Threads may share it.
 */
public final class MailStates implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(MailStates.class);
    private static final int MOST_WAITING = 20_000;
    private static final int AT_A_TIME = 500;
    private static final long PAUSE_MILLIS = 100;
    private static final long PAUSE_AFTER_FAULT_MILLIS = 2_000;

    /** What is to be told, and when. */
    private record UntoldState(MailReceipt receipt, Instant notBefore) {}

    private final PublishedStore publisher;
    private final InstantSource clock;
    private final BlockingQueue<UntoldState> told = new ArrayBlockingQueue<>(MOST_WAITING);
    private final LongAdder setAside = new LongAdder();
    private final Repeats repeats = new Repeats();
    private final Pulse pulse = new Pulse("mail-states", Duration.ofMinutes(2));
    private @Nullable Thread thread;

    // Of the thread alone.
    private final List<MailReceipt> due = new ArrayList<>();
    private final PriorityQueue<UntoldState> notYet = new PriorityQueue<>(Comparator.comparing(UntoldState::notBefore));

    private MailStates(PublishedStore publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Publishes from now on what the queue tells. */
    public static MailStates start(PublishedStore publisher, MailQueue queue, InstantSource clock) {
        MailStates states = listening(publisher, queue, clock);
        states.thread = states.pulse.start(Thread.ofVirtual(), states::run);
        return states;
    }

    /** One whose rounds are the caller's. */
    static MailStates listening(PublishedStore publisher, MailQueue queue, InstantSource clock) {
        MailStates states = new MailStates(publisher, clock);
        queue.onTold(states::add);
        return states;
    }

    /** How many the exchange refused, which were left out. */
    public long setAside() {
        return setAside.sum();
    }

    private void add(Told news) {
        for (Told.Screen screen : news.screens()) {
            boolean own = screen.checkIn().equals(news.screens().getFirst().checkIn());
            // One address that is registered again and again must not take the room of everybody else's.
            if (own || told.remainingCapacity() > MOST_WAITING / 2) {
                told.offer(new UntoldState(
                        new MailReceipt(MailState.receipt(screen.checkIn()), news.state(), news.day()),
                        screen.notBefore()));
            }
        }
    }

    private void run() {
        try {
            while (true) {
                try {
                    pulse.round(this::round);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                } catch (RuntimeException away) {
                    repeats.note(
                            away.getClass().getSimpleName(),
                            1,
                            (type, times) -> LOG.warn("mail.states_wait type={} times={}", type, times));
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAULT_MILLIS);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes what is due by now. @throws RuntimeException when the exchange is away: then it is due again */
    void round() {
        Instant now = clock.instant();
        while (due.size() < AT_A_TIME
                && !notYet.isEmpty()
                && !notYet.element().notBefore().isAfter(now)) {
            due.add(notYet.remove().receipt());
        }
        while (due.size() < AT_A_TIME) {
            UntoldState next = told.poll();
            if (next == null) {
                break;
            }
            if (!next.notBefore().isAfter(now)) {
                due.add(next.receipt());
            } else if (notYet.size() < MOST_WAITING) {
                notYet.add(next);
            }
        }
        if (!due.isEmpty()) {
            OneByOne.work(due, publisher::publishMailStates, (refused, why) -> leaveOut(why));
            due.clear();
        }
        repeats.sayDue();
    }

    private void leaveOut(RuntimeException why) {
        setAside.increment();
        pulse.setAside();
        repeats.note(
                why.getClass().getSimpleName(),
                1,
                (type, times) -> LOG.error("mail.states_refused type={} times={}", type, times));
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
