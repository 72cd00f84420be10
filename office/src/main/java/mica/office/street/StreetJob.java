package mica.office.street;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mica.exchange.database.ExcessRightsException;
import mica.exchange.database.FrontRights;
import mica.exchange.database.OneByOne;
import mica.exchange.health.Beating;
import mica.exchange.health.Condition;
import mica.exchange.health.Loop;
import mica.exchange.health.Part;
import mica.exchange.health.Pulse;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the street between the zones clear: ends sessions of the front whose transaction stays open, which would keep
 * taken envelopes from being swept; sweeps the mailbox; and says what is wrong with the street. Any number of offices
 * may run it.
 */
public final class StreetJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(StreetJob.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(11);
    private static final int ROUNDS_BETWEEN_SWEEPS = 10;
    private static final int ROUNDS_BETWEEN_INSPECTIONS = 300;

    /**
     * A transaction of the front takes milliseconds; so long, it is an attack or a fault. The role's own time-outs end it
     * as soon, unless whoever holds the role has changed them.
     */
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

    /** Below this the space is used again soon; giving it back would hold up check-ins for nothing. */
    private static final long KEPT_OCTETS = 64 * 1024 * 1024;

    /** The intake takes envelopes within a second; so old, it does not. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_USUAL_WAIT = Duration.ofSeconds(10);

    private final Jdbi exchange;
    private final StreetStore street;
    private final String frontRole;
    private final Duration longestTransaction;
    private final long keptOctets;
    private int rounds;
    private final Loop loop = new Loop(
                    new Pulse("street", Duration.ofMinutes(5)), INTERVAL, failed -> LOG.error("street.failed", failed))
            .afterFailure(AFTER_A_FAILURE);

    public StreetJob(Jdbi exchange, String frontRole) {
        this(exchange, frontRole, LONGEST_TRANSACTION, KEPT_OCTETS);
    }

    StreetJob(Jdbi exchange, String frontRole, Duration longestTransaction, long keptOctets) {
        this.exchange = exchange;
        this.street = new StreetStore(exchange);
        this.frontRole = frontRole;
        this.longestTransaction = longestTransaction;
        this.keptOctets = keptOctets;
    }

    /** Looks at transactions every second and sweeps every ten, until closed. */
    public void start() {
        loop.start(this::round);
    }

    private void round() {
        int round = rounds++;
        if (round % ROUNDS_BETWEEN_INSPECTIONS == 0) {
            inspect().forEach(finding -> LOG.error("street.open {}", finding));
        }
        if (round % ROUNDS_BETWEEN_SWEEPS == 0) {
            runOnce();
        } else {
            endTransactions();
        }
    }

    /** How long envelopes wait, for monitors. @param exchange to ask */
    public static Part part(Jdbi exchange) {
        long oldest =
                new StreetStore(exchange).oldestWaiting().orElse(Duration.ZERO).toSeconds();
        Condition slow = oldest >= LONGEST_USUAL_WAIT.toSeconds() ? Condition.DEGRADED : Condition.WELL;
        Condition condition = oldest > LONGEST_WAIT.toSeconds() ? Condition.DOWN : slow;
        return new Part("envelopes", condition, Map.of("oldest_seconds", oldest));
    }

    /** Ends, sweeps, and warns of envelopes that wait. */
    void runOnce() {
        // One that fails keeps none of the others.
        OneByOne.each(
                List.<Runnable>of(this::endTransactions, this::sweep, this::warnOfWaiting),
                Runnable::run,
                (step, why) -> LOG.error("street.failed type={}", why.getClass().getSimpleName()));
    }

    private void endTransactions() {
        for (long seconds : street.endTransactions(frontRole, longestTransaction)) {
            LOG.error("street.transaction_ended role={} open_seconds={}", frontRole, seconds);
        }
    }

    private void sweep() {
        street.sweepMailbox(street.mailboxSize() > keptOctets);
    }

    private void warnOfWaiting() {
        street.oldestWaiting()
                .filter(wait -> wait.compareTo(LONGEST_WAIT) > 0)
                .ifPresent(wait -> LOG.error("street.envelopes_wait oldest_seconds={}", wait.toSeconds()));
    }

    /** What someone must mend before the street is as narrow as promised; empty when it is. */
    List<String> inspect() {
        List<String> findings = new ArrayList<>();
        List<String> excess = FrontRights.excess(exchange, frontRole);
        if (!excess.isEmpty()) {
            findings.add(String.valueOf(new ExcessRightsException(frontRole, excess).getMessage()));
        }
        if (!street.mayEndSessionsOf(frontRole)) {
            findings.add("sessions of " + frontRole
                    + " cannot be ended by the office; as a superuser: mica rights --front-role " + frontRole
                    + " | psql exchange");
        }
        return findings;
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
