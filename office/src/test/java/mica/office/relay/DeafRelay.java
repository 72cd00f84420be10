package mica.office.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Says all the right things in advance and never reads a word. */
final class DeafRelay implements AutoCloseable {

    private final ServerSocket server;
    private final CountDownLatch over = new CountDownLatch(1);

    private DeafRelay(ServerSocket server) {
        this.server = server;
    }

    static DeafRelay start() {
        try {
            DeafRelay relay = new DeafRelay(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(relay::talk);
            return relay;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    RelayConfiguration configuration() {
        return impatient(server.getLocalPort());
    }

    /** For what keeps one waiting in vain. */
    static RelayConfiguration impatient(int port) {
        return new RelayConfiguration(
                "localhost",
                port,
                RelayConfiguration.Security.NONE,
                null,
                null,
                "mica.test",
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofSeconds(2));
    }

    private void talk() {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("220 x\r\n250 x\r\n250 x\r\n250 x\r\n354 x\r\n".getBytes(StandardCharsets.US_ASCII));
            over.await();
        } catch (IOException | InterruptedException closed) {
            return;
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
