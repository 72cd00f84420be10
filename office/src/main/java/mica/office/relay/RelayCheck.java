package mica.office.relay;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import org.jspecify.annotations.Nullable;

/** Greets the relays when there was no mail for a while, so that their trouble is known before somebody waits for a mail. */
public final class RelayCheck implements AutoCloseable, Beating {

    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final Relay relay;
    private final Pulse pulse = new Pulse("relay-check", Duration.ofMinutes(15));
    private @Nullable Thread thread;

    public RelayCheck(Relay relay) {
        this.relay = relay;
    }

    /** At once, and from then on until closed. */
    public void start() {
        thread = pulse.start(Thread.ofVirtual(), () -> {
            try {
                while (true) {
                    pulse.round(() -> relay.check(INTERVAL.multipliedBy(2)));
                    Thread.sleep(INTERVAL);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
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
