package mica.office.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import mica.exchange.directory.MailState;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.office.directory.DirectoryPublisher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what became of confirmations, a moment later and on a thread of its own: mails never wait for the exchange.
 * What cannot be published in time is dropped; its screen goes on saying that nothing is known yet. Threads may share it.
 */
public final class MailStates implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(MailStates.class);
    private static final int MOST_WAITING = 20_000;
    private static final int AT_A_TIME = 500;
    private static final long PAUSE_MILLIS = 100;
    private static final long PAUSE_AFTER_FAULT_MILLIS = 2_000;

    private final DirectoryPublisher publisher;
    private final BlockingQueue<DirectoryPublisher.MailReceipt> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Pulse pulse = new Pulse("mail-states", Duration.ofMinutes(2));
    private @Nullable Thread thread;

    private MailStates(DirectoryPublisher publisher) {
        this.publisher = publisher;
    }

    /** Publishes from now on what the queue tells. */
    public static MailStates start(DirectoryPublisher publisher, MailQueue queue) {
        MailStates states = new MailStates(publisher);
        queue.onTold(states::add);
        states.thread = states.pulse.start(Thread.ofVirtual(), states::run);
        return states;
    }

    private void add(Told told) {
        told.checkIns()
                .forEach(checkIn -> waiting.offer(
                        new DirectoryPublisher.MailReceipt(MailState.receipt(checkIn), told.state(), told.day())));
    }

    private void run() {
        List<DirectoryPublisher.MailReceipt> batch = new ArrayList<>();
        try {
            while (true) {
                if (batch.isEmpty()) {
                    pulse.rest();
                    batch.add(waiting.take());
                    pulse.begin();
                    waiting.drainTo(batch, AT_A_TIME);
                }
                try {
                    publisher.publishMailStates(batch);
                    batch.clear();
                    pulse.well();
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                } catch (RuntimeException away) {
                    pulse.failed(away);
                    LOG.warn("mail.states_wait type={}", away.getClass().getSimpleName());
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAULT_MILLIS);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
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
