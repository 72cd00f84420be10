package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import mica.exchange.address.EmailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Relays that keep one waiting. Where nothing ended the wait these tests would not end, hence their limit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlineTest {

    private static final byte[] MESSAGE = "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = server();
    private final List<Socket> others = new ArrayList<>();
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1);

    private static ServerSocket server() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @AfterEach
    void close() throws IOException {
        watch.shutdownNow();
        for (Socket other : others) {
            other.close();
        }
        server.close();
    }

    @Test
    void a_relay_that_lets_nobody_in_is_given_up() throws IOException {
        boolean full = false;
        while (!full) {
            Socket other = new Socket();
            others.add(other);
            try {
                other.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException noRoom) {
                full = true;
            }
        }

        isGivenUp();
    }

    @Test
    void a_relay_that_never_greets_is_given_up() {
        isGivenUp();
    }

    @Test
    void a_relay_whose_greeting_drips_without_end_is_given_up() {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("220 ".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    socket.getOutputStream().write('x');
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException hungUp) {
                return;
            }
        });

        isGivenUp();
    }

    private void isGivenUp() {
        RelayConfiguration configuration = DeafRelay.impatient(server.getLocalPort());
        try (RelaySession session = new Relay(List.of(configuration)).session()) {
            assertThat(session.deliver(
                            EmailAddress.of("mica@pref.example.jp"), EmailAddress.of("visitor@example.jp"), MESSAGE))
                    .isEqualTo(new DeliveryOutcome.Deferred(Reply.none("relay unreachable: SocketTimeoutException")));
        }
    }

    @Test
    void what_was_done_in_time_is_not_ended_afterwards() throws Exception {
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket relay = server.accept()) {
            Deadline deadline = new Deadline(socket, Duration.ofMillis(10), watch);
            deadline.within(Duration.ofSeconds(2), () -> 0);
            Thread.sleep(2_500);
            relay.getOutputStream().write('x');
            int read = deadline.within(
                    Duration.ofSeconds(30), () -> socket.getInputStream().read());
            assertThat(read).isEqualTo('x');
            assertThat(deadline.hasPassed()).isFalse();
        }
    }

    @Test
    void a_fault_in_time_stays_what_it_was() throws IOException {
        try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Deadline deadline = new Deadline(socket, Duration.ofSeconds(10), watch);
            assertThatThrownBy(() -> deadline.within(Duration.ofSeconds(30), () -> {
                        throw new RelayFault("nonsense");
                    }))
                    .isInstanceOf(RelayFault.class);
            deadline.close();
            assertThat(socket.isClosed()).isTrue();
        }
    }
}
