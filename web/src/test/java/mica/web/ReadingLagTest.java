package mica.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads is held up as long as a test likes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadingLagTest {

    /** By the kernel, in no order among themselves. */
    private static final int HANDED_OVER_AT_ONCE = 1_024;

    private static final int SEVERAL_TIMES_THAT = 2_500;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ReadingLag lag = new ReadingLag();
    private final CountDownLatch held = new CountDownLatch(1);
    private final LongAdder read = new LongAdder();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(SEVERAL_TIMES_THAT);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                read.increment();
                callback.succeeded();
                return true;
            }
        });
        server.start();
        lag.watch(server);
    }

    @AfterEach
    void stop() throws Exception {
        held.countDown();
        lag.close();
        server.stop();
    }

    private void hold() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        selector().submit(ready -> {
            begun.countDown();
            try {
                held.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
    }

    private ManagedSelector selector() {
        return connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .iterator()
                .next();
    }

    /** Whoever was answered is listened to again. */
    private void settle() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            CountDownLatch settled = new CountDownLatch(1);
            selector().submit(ready -> settled.countDown());
            settled.await();
        }
    }

    @Test
    void many_requests_in_one_long_round_are_a_crowd_until_the_round_has_ended() throws Exception {
        assertThat(lag.isCrowded()).isFalse();
        hold();
        while (!lag.isCrowded()) {
            lag.count();
            Thread.sleep(1);
        }
        held.countDown();
        while (lag.isCrowded()) {
            Thread.sleep(1);
        }
    }

    @Test
    void a_machine_that_is_slow_for_few_turns_nobody_away() throws Exception {
        hold();
        for (int i = 0; i < 100; i++) {
            lag.count();
            Thread.sleep(10);
            assertThat(lag.isCrowded()).isFalse();
        }
    }

    @Test
    void a_bell_waits_behind_all_that_was_ready_before_it() throws Exception {
        try (Bell bell = Bell.at(selector());
                Sockets people = new Sockets(connector.getLocalPort(), SEVERAL_TIMES_THAT)) {
            people.ask();
            while (read.sum() < people.size()) {
                Thread.sleep(1);
            }
            settle();
            hold();
            people.ask();
            CountDownLatch heard = new CountDownLatch(1);
            bell.ring(heard);
            held.countDown();
            heard.await();
            assertThat(read.sum()).isGreaterThanOrEqualTo(2L * people.size() - HANDED_OVER_AT_ONCE);
        }
    }

    /** People with a connection each. */
    private record Sockets(List<SocketChannel> channels) implements AutoCloseable {

        Sockets(int port, int count) throws IOException {
            this(new ArrayList<>());
            for (int i = 0; i < count; i++) {
                channels.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
            }
        }

        int size() {
            return channels.size();
        }

        void ask() throws IOException {
            for (SocketChannel channel : channels) {
                channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
