package mica.rehearsal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DelayLineTest {

    private final InetAddress here = InetAddress.getLoopbackAddress();

    @Test
    void each_way_takes_half_of_the_round_trip() throws IOException {
        long half = Duration.ofMillis(20).toNanos();
        try (ServerSocket target = new ServerSocket(0, 1, here);
                DelayLine line = new DelayLine(target.getLocalPort(), Duration.ofNanos(2 * half));
                Socket near = new Socket(here, line.port());
                Socket far = target.accept()) {
            long sent = System.nanoTime();
            near.getOutputStream().write('a');
            assertThat(far.getInputStream().read()).isEqualTo('a');
            long there = System.nanoTime();
            far.getOutputStream().write('b');
            assertThat(near.getInputStream().read()).isEqualTo('b');
            long back = System.nanoTime();
            assertThat(there - sent).isGreaterThanOrEqualTo(half);
            assertThat(back - there).isGreaterThanOrEqualTo(half);
        }
    }

    /** A line that holds little would stop the writing for good. */
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void any_number_of_octets_is_on_its_way_at_once() throws IOException {
        byte[] much = new byte[1 << 20];
        // Far more than the buffers of both sockets hold, and no octet arrives meanwhile.
        int times = 32;
        try (ServerSocket target = new ServerSocket(0, 1, here);
                DelayLine line = new DelayLine(target.getLocalPort(), Duration.ofHours(1));
                Socket near = new Socket(here, line.port());
                Socket far = target.accept()) {
            for (int i = 0; i < times; i++) {
                near.getOutputStream().write(much);
            }
            assertThat(far.getInputStream().available()).isZero();
        }
    }

    @Test
    void octets_come_in_order_and_then_the_end() throws IOException {
        try (ServerSocket target = new ServerSocket(0, 1, here);
                DelayLine line = new DelayLine(target.getLocalPort(), Duration.ofMillis(2));
                Socket near = new Socket(here, line.port());
                Socket far = target.accept()) {
            byte[] sent = new byte[1_000];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) i;
                near.getOutputStream().write(sent[i]);
            }
            near.shutdownOutput();
            assertThat(far.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }
}
