package mica.office.relay;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocketFactory;

/**
 * The mail relay of the authority: hands out sessions to it. Threads may share it, but each uses a session of its own.
 */
public final class Relay {

    private final RelayConfiguration configuration;
    private final SSLSocketFactory tls;
    private final ScheduledThreadPoolExecutor watch;

    public Relay(RelayConfiguration configuration) {
        this(configuration, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param tls whom to trust, when it is not the authorities the JDK knows */
    public Relay(RelayConfiguration configuration, SSLSocketFactory tls) {
        this.configuration = configuration;
        this.tls = tls;
        this.watch = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("relay-watch").factory());
        watch.setRemoveOnCancelPolicy(true);
    }

    /** A session that connects when it is first needed. Close it. */
    public RelaySession session() {
        return new RelaySession(() -> SmtpConnection.open(configuration, tls, watch));
    }
}
