package mica.front.mailbox;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the office a sign of life every minute, by the way a check-in goes: sealed, committed, taken, opened. */
public final class SelfCheck implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Mailbox mailbox;
    private final InstantSource clock;
    private final Thread thread;
    private final Pulse pulse = new Pulse("self-check", PAUSE.multipliedBy(3));

    /** Starts checking until closed. */
    public SelfCheck(Mailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.clock = clock;
        this.thread = pulse.start(Thread.ofVirtual(), this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                try {
                    check();
                } catch (RuntimeException unexpected) {
                    // What is published must not end the watch over the street.
                    pulse.failed(unexpected);
                    LOG.error("street.self_check_failed", unexpected);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        byte[] now = ByteBuffer.allocate(Long.BYTES).putLong(clock.millis()).array();
        Mailbox.Outcome outcome =
                mailbox.put(EnvelopeKind.SELF_CHECK, UUID.randomUUID(), clock.instant(), new byte[0], now);
        if (outcome == Mailbox.Outcome.DURABLE) {
            pulse.well();
        } else {
            pulse.failed(outcome.name());
            LOG.warn("street.self_check_failed outcome={}", outcome);
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
