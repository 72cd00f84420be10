package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import mica.exchange.address.EmailAddress;
import mica.office.relay.RelayConfiguration.Security;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A relay that greets and then takes nothing loses its preference; one whose recipients' servers are slow does not. */
class DeferringRelayTest {

    private static final EmailAddress FROM = EmailAddress.of("a@example.jp");
    private static final byte[] MESSAGE = "Subject: x\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String FULL = "452 4.3.1 insufficient system storage";

    private final FaultyRelay first = FaultyRelay.start().offering("PIPELINING", "CHUNKING");
    private final FaultyRelay second = FaultyRelay.start().offering("PIPELINING", "CHUNKING");
    private final AtomicLong nanos = new AtomicLong(7);
    private final Relay relays = new Relay(
            List.of(first.configuration(Security.NONE, null), second.configuration(Security.NONE, null)),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            nanos::get);
    private final RelaySession session = relays.session();

    @AfterEach
    void close() {
        session.close();
        first.close();
        second.close();
    }

    @Test
    void a_relay_with_a_full_disk_gets_two_more_mails_and_the_third_goes_to_the_next_relay_at_once() {
        first.answering("MAIL", FULL);
        assertThat(IntStream.range(0, 5).mapToObj(i -> deliver("b@example.jp")).map(DeferringRelayTest::word))
                .containsExactly("452", "452", "taken", "taken", "taken");
        assertThat(second.received()).hasSize(3);
        assertThat(first.commands())
                .filteredOn(command -> command.startsWith("MAIL"))
                .hasSize(3);
    }

    @Test
    void a_window_that_finds_a_relay_full_is_as_if_not_sent_and_the_next_one_goes_elsewhere() {
        first.answering("MAIL", FULL);
        assertThat(deliver(window(20, 1)))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                DeliveryOutcome.Deferred.class,
                                deferred -> assertThat(deferred.reply().relayMissing())
                                        .isTrue()));
        assertThat(deliver(window(20, 1))).allMatch(outcome -> outcome instanceof DeliveryOutcome.Accepted);
        assertThat(second.received()).hasSize(20);
        assertThat(first.received()).isEmpty();
    }

    @Test
    void after_a_rest_one_message_tries_it_and_only_when_that_is_taken_the_others_follow() {
        first.answering("MAIL", FULL);
        deliver(window(20, 1));
        RelaySession other = relays.session();
        pass(Duration.ofSeconds(16));
        int asked = mailsOf(first);
        assertThat(deliver(window(20, 1))).allMatch(outcome -> outcome instanceof DeliveryOutcome.Accepted);
        other.deliver(window(20, 1), () -> true);
        assertThat(mailsOf(first)).isEqualTo(asked + 1);
        assertThat(second.received()).hasSize(40);

        first.behavingAgain();
        pass(Duration.ofSeconds(16));
        deliver(window(20, 1));
        assertThat(first.received()).as("its rest is longer now").isEmpty();
        pass(Duration.ofSeconds(16));
        deliver(window(20, 1));
        other.deliver(window(20, 1), () -> true);
        other.close();
        assertThat(first.received()).hasSize(40);
        assertThat(second.received()).hasSize(60);
    }

    @Test
    void while_one_session_tries_it_another_one_stays_away() {
        first.answering("MAIL", FULL);
        deliver(window(3, 1));
        deliver(window(3, 1));
        pass(Duration.ofSeconds(16));
        int connections = first.connections();
        assertThat(session.ready()).isEmpty();
        try (RelaySession other = relays.session()) {
            other.deliver(window(20, 1), () -> true);
        }
        assertThat(first.connections()).isEqualTo(connections + 1);
        assertThat(second.received()).hasSize(23);
    }

    @Test
    void greylisting_of_some_domains_is_not_the_relays_fault_and_putting_off_everyone_is() {
        first.answering("RCPT", "450 4.7.1 greylisted");
        deliver(window(200, 4));
        assertThat(deliver(window(5, 4))).allMatch(outcome -> word(outcome).equals("450"));
        assertThat(deliver(window(5, 5)).stream().map(DeferringRelayTest::word)).containsOnly("450");
        assertThat(deliver(window(5, 5)).stream().map(DeferringRelayTest::word)).containsOnly("taken");
        assertThat(second.received()).hasSize(5);
    }

    @Test
    void a_mail_taken_now_and_then_shows_that_a_relay_is_well() {
        first.scripted((step, address, usual) ->
                step.equals("RCPT") && !address.startsWith("p40@") ? "421 4.7.0 too many".replace("421", "451") : null);
        for (int i = 0; i < 6; i++) {
            deliver(window(45, 9));
        }
        assertThat(second.received()).isEmpty();
        assertThat(first.received()).hasSize(6);
    }

    @Test
    void a_carrier_that_says_421_through_the_relay_is_not_the_relay_and_421_to_everyone_is() {
        first.answering("RCPT", "421 4.7.0 too many");
        for (int i = 0; i < 30; i++) {
            assertThat(word(deliver("b@docomo" + i % 2 + ".example.jp"))).isEqualTo("421");
        }
        assertThat(word(deliver("b@au.example.jp"))).isEqualTo("taken");
    }

    @Test
    void a_relay_that_greets_and_hangs_up_at_each_message_is_left() {
        first.answering("MAIL", FaultyRelay.DROP);
        deliver(window(10, 5));
        deliver(window(10, 5));
        assertThat(second.received()).isEmpty();
        deliver(window(10, 5));
        assertThat(deliver(window(10, 5))).allMatch(outcome -> outcome instanceof DeliveryOutcome.Accepted);
        assertThat(second.received()).hasSize(10);
    }

    @Test
    void what_was_not_written_because_of_a_pause_is_nobodys_fault() {
        for (int i = 0; i < 5; i++) {
            session.deliver(window(10, 5), () -> false);
        }
        deliver(window(10, 5));
        assertThat(first.received()).hasSize(10);
    }

    @Test
    void when_no_relay_takes_anything_each_mail_learns_what_was_said() {
        first.answering("MAIL", FULL);
        second.answering("MAIL", FULL);
        for (int i = 0; i < 4; i++) {
            deliver(window(10, 5));
        }
        assertThat(deliver(window(10, 5)).stream().map(DeferringRelayTest::word))
                .containsOnly("452");
        first.behavingAgain();
        second.behavingAgain();
        assertThat(deliver(window(10, 5)).stream().map(DeferringRelayTest::word))
                .containsOnly("taken");
    }

    private DeliveryOutcome deliver(String to) {
        return session.deliver(FROM, EmailAddress.of(to), MESSAGE);
    }

    private List<DeliveryOutcome> deliver(List<Parcel> window) {
        return session.deliver(window, () -> true);
    }

    private static List<Parcel> window(int people, int domains) {
        return IntStream.range(0, people)
                .mapToObj(i -> new Parcel(
                        FROM, EmailAddress.of("p" + i + "@d" + i % domains + ".jp"), MESSAGE, 0, MESSAGE.length, false))
                .toList();
    }

    private static String word(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Accepted taken -> "taken";
            case DeliveryOutcome.Refused refused -> "refused";
            case DeliveryOutcome.Deferred(Reply reply, boolean atSender) -> Integer.toString(reply.code());
            case DeliveryOutcome.Uncertain uncertain -> "uncertain";
        };
    }

    private static int mailsOf(FaultyRelay relay) {
        return (int) relay.commands().stream()
                .filter(command -> command.startsWith("MAIL"))
                .count();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
