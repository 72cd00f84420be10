package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import mica.exchange.address.EmailAddress;
import mica.office.relay.RelayConfiguration.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelaysTest {

    private static final byte[] MESSAGE = "Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final FaultyRelay first = FaultyRelay.start();
    private final FaultyRelay second = FaultyRelay.start();
    private final AtomicLong nanos = new AtomicLong(7);

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Relay relays() {
        return new Relay(
                List.of(first.configuration(Security.NONE, null), second.configuration(Security.NONE, null)),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                nanos::get);
    }

    private static DeliveryOutcome deliver(Relay relay) {
        try (RelaySession session = relay.session()) {
            return session.deliver(EmailAddress.of("a@example.jp"), EmailAddress.of("b@example.jp"), MESSAGE);
        }
    }

    @Test
    void while_the_first_relay_is_well_the_second_is_left_alone() {
        Relay relays = relays();
        for (int i = 0; i < 5; i++) {
            assertThat(deliver(relays)).isInstanceOf(DeliveryOutcome.Accepted.class);
        }
        assertThat(first.received()).hasSize(5);
        assertThat(second.connections()).isZero();
    }

    @Test
    void every_trouble_of_greeting_or_signing_in_goes_on_to_the_next_relay() {
        for (String banner :
                List.of("421 4.3.2 closing", "554 5.7.1 not you", "garbage", FaultyRelay.DROP, FaultyRelay.STALL)) {
            first.answering("banner", banner);
            int before = second.received().size();
            assertThat(deliver(relays())).as(banner).isInstanceOf(DeliveryOutcome.Accepted.class);
            assertThat(second.received()).hasSize(before + 1);
            first.behavingAgain();
        }
        assertThat(first.received()).isEmpty();
    }

    @Test
    void a_relay_in_trouble_is_left_alone_longer_each_time_and_comes_back() {
        Relay relays = relays();
        first.answering("banner", "421 4.3.2 closing");
        deliver(relays);
        int tried = first.connections();
        for (int i = 0; i < 5; i++) {
            deliver(relays);
        }
        assertThat(first.connections()).isEqualTo(tried);
        pass(Duration.ofSeconds(16));
        deliver(relays);
        assertThat(first.connections()).isEqualTo(tried + 1);
        pass(Duration.ofSeconds(16));
        deliver(relays);
        assertThat(first.connections()).isEqualTo(tried + 1);

        first.behavingAgain();
        pass(Duration.ofSeconds(16));
        deliver(relays);
        assertThat(first.received()).hasSize(1);
        deliver(relays);
        assertThat(first.received()).hasSize(2);
    }

    @Test
    void with_all_in_trouble_one_is_still_tried_and_nothing_counts_as_refused() {
        Relay relays = relays();
        first.answering("banner", "421 closing");
        second.answering("banner", "421 closing");
        for (int i = 0; i < 4; i++) {
            assertThat(deliver(relays))
                    .isInstanceOfSatisfying(
                            DeliveryOutcome.Deferred.class,
                            deferred ->
                                    assertThat(deferred.reply().relayMissing()).isTrue());
        }
        second.behavingAgain();
        pass(Duration.ofSeconds(16));
        assertThat(deliver(relays)).isInstanceOf(DeliveryOutcome.Accepted.class);
    }

    @Test
    void each_relay_has_its_own_policy_of_tls() {
        // The first promises TLS and does not have it any more: somebody took it out of the offer.
        Relay relays = new Relay(
                List.of(first.configuration(Security.STARTTLS, null), second.configuration(Security.NONE, null)));
        assertThat(deliver(relays)).isInstanceOf(DeliveryOutcome.Accepted.class);
        assertThat(first.commands()).doesNotContain("DATA").noneMatch(command -> command.startsWith("MAIL"));
        assertThat(second.received()).hasSize(1);
    }

    @Test
    void an_expired_certificate_is_not_accepted_and_a_good_one_of_the_same_authority_is() throws Exception {
        ExpiredTls expired = new ExpiredTls(folder, true);
        first.withTls(expired.server(), false).offering("STARTTLS");
        assertThat(deliver(new Relay(first.configuration(Security.STARTTLS, null), expired.client())))
                .isInstanceOf(DeliveryOutcome.Deferred.class);
        assertThat(first.received()).isEmpty();
        ExpiredTls good = new ExpiredTls(folder, false);
        second.withTls(good.server(), false).offering("STARTTLS");
        assertThat(deliver(new Relay(second.configuration(Security.STARTTLS, null), good.client())))
                .isInstanceOf(DeliveryOutcome.Accepted.class);
    }

    @Test
    void no_relay_at_all_is_a_mistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Relay(List.of()));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
