package mica.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads is held up as long as a test likes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadingLagTest {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ReadingLag lag = new ReadingLag();
    private final CountDownLatch held = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
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
        connector
                .getSelectorManager()
                .getBeans(ManagedSelector.class)
                .iterator()
                .next()
                .submit(ready -> {
                    begun.countDown();
                    try {
                        held.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        begun.await();
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
}
