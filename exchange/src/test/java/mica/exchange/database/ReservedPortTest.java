package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReservedPortTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void it_is_none_that_the_system_gives_to_those_who_connect_and_nobody_is_given_it_twice() throws IOException {
        Set<Integer> numbers = new HashSet<>();
        ReservedPort[] kept = new ReservedPort[200];
        try {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = ReservedPort.reserve();
                assertThat(kept[i].number()).isBetween(10_000, 32_767);
                assertThat(numbers.add(kept[i].number())).isTrue();
            }
        } finally {
            for (ReservedPort one : kept) {
                if (one != null) {
                    one.close();
                }
            }
        }
    }

    @Test
    void whoever_does_not_share_cannot_have_it_and_nobody_is_let_in() throws IOException {
        try (ReservedPort kept = ReservedPort.reserve();
                Socket other = new Socket();
                Socket visitor = new Socket()) {
            other.setReuseAddress(false);
            assertThatThrownBy(() -> other.bind(new InetSocketAddress(LOOPBACK, kept.number())))
                    .isInstanceOf(BindException.class);
            assertThatThrownBy(() -> visitor.connect(new InetSocketAddress(LOOPBACK, kept.number())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void the_server_it_is_kept_for_listens_while_it_is_still_kept_and_afterwards() throws IOException {
        ReservedPort kept = ReservedPort.reserve();
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(LOOPBACK, kept.number()));
            kept.close();
            try (Socket visitor = new Socket(LOOPBACK, kept.number());
                    Socket served = server.accept()) {
                assertThat(visitor.isConnected()).isTrue();
                assertThat(served.isConnected()).isTrue();
            }
        }
    }
}
