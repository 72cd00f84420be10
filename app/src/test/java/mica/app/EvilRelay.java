package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay that greets in turn with a line without end and with lines without end. */
final class EvilRelay implements AutoCloseable {

    final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final AtomicInteger asked = new AtomicInteger();

    EvilRelay() throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    int turn = asked.getAndIncrement();
                    Thread.ofVirtual().start(() -> answer(client, turn % 2));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private static void answer(Socket client, int kind) {
        String said = kind == 0 ? "2".repeat(8_192) : "220-more\r\n".repeat(800);
        byte[] octets = said.getBytes(StandardCharsets.US_ASCII);
        try (client) {
            for (int i = 0; i < 20_000; i++) {
                client.getOutputStream().write(octets);
            }
        } catch (IOException hungUp) {
            // As it should.
            assertThat(hungUp).isNotNull();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
