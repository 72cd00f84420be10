package mica.office.bounce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;

/**
 * Has the relay hand over by LMTP what comes to the return paths, within strict limits on what a client may take up.
 */
public final class Bounces implements AutoCloseable, Beating {

    private final LmtpListener listener;

    private Bounces(LmtpListener listener) {
        this.listener = listener;
    }

    /** @throws IOException when the address cannot be listened on */
    public static Bounces start(InetSocketAddress address, ReturnDesk desk) throws IOException {
        return start(address, desk, LmtpLimits.USUAL);
    }

    static Bounces start(InetSocketAddress address, ReturnDesk desk, LmtpLimits limits) throws IOException {
        return new Bounces(LmtpListener.start(address, limits, desk));
    }

    public int port() {
        return listener.port();
    }

    @Override
    public List<Pulse> pulses() {
        return listener.pulses();
    }

    @Override
    public void close() {
        listener.close();
    }
}
