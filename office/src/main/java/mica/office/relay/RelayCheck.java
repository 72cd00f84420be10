package mica.office.relay;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Greets the relays when there was no mail for a while, so that their trouble is known before somebody waits for a mail. */
public final class RelayCheck implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(RelayCheck.class);
    private static final Duration INTERVAL = Duration.ofSeconds(20);

    private final Relay relay;
    private final Loop loop = new Loop(
            new Pulse("relay-check", Duration.ofMinutes(15)),
            INTERVAL,
            failed -> LOG.error("relay.check_failed", failed));

    public RelayCheck(Relay relay) {
        this.relay = relay;
    }

    /** At once, and from then on until closed. */
    public void start() {
        loop.start(() -> relay.check(INTERVAL.multipliedBy(2)));
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        loop.close();
    }
}
