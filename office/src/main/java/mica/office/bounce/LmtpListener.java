package mica.office.bounce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for the relay to hand over what came back. */
final class LmtpListener implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(LmtpListener.class);

    private final ServerSocket server;
    private final LmtpLimits limits;
    private final LmtpSession.Returns returns;
    private final Semaphore free;
    private final Pulse pulse = new Pulse("bounces", Duration.ofMinutes(1));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LmtpListener(ServerSocket server, LmtpLimits limits, LmtpSession.Returns returns) {
        this.server = server;
        this.limits = limits;
        this.returns = returns;
        this.free = new Semaphore(limits.connections());
    }

    /** @throws IOException when the address is taken */
    static LmtpListener start(InetSocketAddress address, LmtpLimits limits, LmtpSession.Returns returns)
            throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(address, limits.connections());
        LmtpListener listener = new LmtpListener(server, limits, returns);
        listener.pulse.start(Thread.ofPlatform().daemon(), listener::accept);
        return listener;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                pulse.rest();
                Socket socket = server.accept();
                pulse.well();
                if (free.tryAcquire()) {
                    open.add(socket);
                    Thread.ofVirtual().name("bounce").start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException failed) {
                if (!server.isClosed()) {
                    pulse.failed(failed);
                    LOG.warn("bounce.accept_failed type={}", failed.getClass().getSimpleName());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new LmtpSession(new LmtpLine(socket, limits), limits, returns).run();
        } catch (IOException gone) {
            LOG.debug("bounce.client_gone type={}", gone.getClass().getSimpleName());
        } catch (RuntimeException failed) {
            LOG.error("bounce.session_failed type={}", failed.getClass().getSimpleName(), failed);
        } finally {
            open.remove(socket);
            free.release();
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException alreadyGone) {
            LOG.debug("bounce.close_failed");
        }
    }
}
