package mica.office.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;

/**
 * The mail relays of the authority, the first the one preferred: hands out sessions. A session connects to the first relay
 * that is not in trouble; one that cannot be reached, greeted, secured or signed in to is left alone for a while, and so is
 * one that greets and then takes nothing ({@link RelayHealth.Ground} says when). Afterwards one session goes back to it
 * with a single message, and the others follow when that is taken. Threads may share it, but each uses a session of its
 * own.
 */
public final class Relay {

    private record OneRelay(RelayConfiguration configuration, RelayHealth health) {}

    private final List<OneRelay> lines = new ArrayList<>();
    private final SSLSocketFactory tls;
    private final ScheduledThreadPoolExecutor watch;

    public Relay(RelayConfiguration configuration) {
        this(List.of(configuration));
    }

    /** @param configurations in the order of preference, at least one */
    public Relay(List<RelayConfiguration> configurations) {
        this(configurations, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param tls whom to trust, when it is not the authorities the JDK knows */
    public Relay(RelayConfiguration configuration, SSLSocketFactory tls) {
        this(List.of(configuration), tls);
    }

    public Relay(List<RelayConfiguration> configurations, SSLSocketFactory tls) {
        this(configurations, tls, System::nanoTime);
    }

    Relay(List<RelayConfiguration> configurations, SSLSocketFactory tls, LongSupplier nanos) {
        if (configurations.isEmpty()) {
            throw new IllegalArgumentException("no relay");
        }
        for (RelayConfiguration configuration : configurations) {
            String name = configuration.host() + ":" + configuration.port();
            lines.add(new OneRelay(configuration, new RelayHealth(name, nanos)));
        }
        this.tls = tls;
        this.watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("relay-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    /** A session that connects when it is first needed. Close it. */
    public RelaySession session() {
        return new RelaySession(this);
    }

    /** A connection to one of the relays. @param trial whether it is to show that its relay is well again */
    record RelayLink(SmtpConnection connection, RelayHealth health, boolean trial) {

        RelayLink withoutTrial() {
            return new RelayLink(connection, health, false);
        }

        /** Whether the next message is the one that shows it. */
        boolean isOnTrial() {
            return trial && health.isDoubted();
        }
    }

    /**
     * Those that rest are tried last, the one whose rest is over first before the others: never is nothing tried. After its
     * rest a relay gets one session at first, the others go on to the next one meanwhile.
     */
    RelayLink connect() throws IOException {
        IOException first = null;
        for (OneRelay line : usable()) {
            boolean trial = lines.size() > 1 && line.health().claimTrial();
            if (trial || line.health().rest() <= 0) {
                try {
                    return connect(line, trial);
                } catch (IOException trouble) {
                    first = first == null ? trouble : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        return connect(
                lines.stream()
                        .min(Comparator.comparingLong(line -> line.health().rest()))
                        .orElseThrow(),
                false);
    }

    private RelayLink connect(OneRelay line, boolean trial) throws IOException {
        try {
            SmtpConnection connection = SmtpConnection.open(
                    line.configuration(), tls, watch, line.health().replyTimes());
            line.health().greeted();
            return new RelayLink(connection, line.health(), trial);
        } catch (IOException trouble) {
            line.health().unreachable(RelaySession.reason(trouble), trial);
            throw trouble;
        }
    }

    /** Greets every relay of which nothing was heard for a while, but for those that rest. */
    void check(Duration knownFor) {
        for (OneRelay line : lines) {
            if (!line.health().isKnownFor(knownFor) && line.health().rest() <= 0) {
                try {
                    connect(line, false).connection().quit();
                } catch (IOException trouble) {
                    // Its health keeps why.
                    continue;
                }
            }
        }
    }

    /** How the relays are: down when for a while none can be used, degraded when one cannot or is slow. */
    public Part part() {
        Condition best = lines.stream()
                .map(line -> line.health().condition())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        boolean all = lines.stream().allMatch(line -> line.health().condition() == Condition.WELL);
        Map<String, Object> facts = new LinkedHashMap<>();
        lines.forEach(line -> facts.put(line.health().name(), line.health().facts()));
        return new Part("relay", all ? Condition.WELL : best.worse(Condition.DEGRADED), facts);
    }

    /** Whether a connection goes to the relay that a new one would go to, or there is none better. */
    boolean keeps(RelayLink link) {
        List<OneRelay> usable = usable();
        return usable.isEmpty() || link.isOnTrial() || usable.getFirst().health() == link.health();
    }

    /** Whether its relay is in trouble, or on trial yet, and there is another one that is not. */
    boolean isGivenUp(RelayLink link) {
        return link.health().rest() > 0 && !usable().isEmpty();
    }

    private List<OneRelay> usable() {
        return lines.stream().filter(line -> line.health().rest() <= 0).toList();
    }
}
