package mica.office.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * The mail relays of the authority, the first the one preferred: hands out sessions. A session connects to the first relay
 * that is not in trouble; one that cannot be reached, greeted, secured or signed in to is left alone for a while. Threads
 * may share it, but each uses a session of its own.
 */
public final class Relay {

    private record Line(RelayConfiguration configuration, RelayHealth health) {}

    private final List<Line> lines = new ArrayList<>();
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
            lines.add(new Line(configuration, new RelayHealth(name, nanos)));
        }
        this.tls = tls;
        this.watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("relay-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    /** A session that connects when it is first needed. Close it. */
    public RelaySession session() {
        return new RelaySession(this::connect);
    }

    /** Those that rest are tried last, the one whose rest is over first before the others: never is nothing tried. */
    private SmtpConnection connect() throws IOException {
        List<Line> usable =
                lines.stream().filter(line -> line.health().rest() <= 0).toList();
        List<Line> tried = usable.isEmpty()
                ? List.of(lines.stream()
                        .min(Comparator.comparingLong(line -> line.health().rest()))
                        .orElseThrow())
                : usable;
        IOException first = null;
        for (Line line : tried) {
            try {
                SmtpConnection connection = SmtpConnection.open(line.configuration(), tls, watch);
                line.health().well();
                return connection;
            } catch (IOException trouble) {
                line.health().trouble(RelaySession.reason(trouble));
                first = first == null ? trouble : first;
            }
        }
        throw first == null ? new IOException("no relay") : first;
    }
}
