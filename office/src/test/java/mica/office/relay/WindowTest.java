package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mica.exchange.address.EmailAddress;
import mica.office.relay.DeliveryOutcome.Accepted;
import mica.office.relay.DeliveryOutcome.Deferred;
import mica.office.relay.DeliveryOutcome.Refused;
import mica.office.relay.DeliveryOutcome.Uncertain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    /** What a relay can do, from much to nothing. */
    enum Ability {
        CHUNKING("PIPELINING", "CHUNKING", "SIZE 10000000"),
        PIPELINING("PIPELINING", "SIZE 10000000"),
        NOTHING();

        final String[] offers;

        Ability(String... offers) {
            this.offers = offers;
        }
    }

    private final FaultyRelay faulty = FaultyRelay.start();
    private final RelaySession session = faulty.relay().session();

    @AfterEach
    void stop() {
        session.close();
        faulty.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyone_of_a_window_gets_exactly_their_own_message(Ability ability) {
        faulty.offering(ability.offers);
        for (int i = 0; i < 3; i++) {
            assertThat(deliver(20)).hasSize(20).allMatch(Accepted.class::isInstance);
        }
        assertThat(faulty.received()).hasSize(60).allSatisfy(WindowTest::isOwnMessage);
        assertThat(faulty.connections()).isEqualTo(1);
    }

    @Test
    void with_chunking_a_whole_window_goes_out_before_the_first_answer() {
        AtomicInteger writes = new AtomicInteger();
        faulty.offering(Ability.CHUNKING.offers).answering("RSET", FaultyRelay.STALL);
        session.ready();
        session.deliver(window(20, 0), () -> writes.incrementAndGet() > 0);
        assertThat(writes).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNKING, MAIL, 451 4.3.0 later, Deferred",
        "CHUNKING, MAIL, 552 5.3.4 too large, Refused",
        "CHUNKING, RCPT, 550 5.1.1 unknown, Refused",
        "CHUNKING, RCPT, 450 4.2.1 greylisted, Deferred",
        "CHUNKING, BDAT, 554 5.6.0 content, Refused",
        "CHUNKING, BDAT, 452 4.3.1 disk full, Deferred",
        "PIPELINING, MAIL, 451 4.3.0 later, Deferred",
        "PIPELINING, RCPT, 550 5.1.1 unknown, Refused",
        "PIPELINING, RCPT, 450 4.2.1 greylisted, Deferred",
        "PIPELINING, ., 554 5.6.0 content, Refused",
        "PIPELINING, ., 452 4.3.1 disk full, Deferred",
        "NOTHING, RCPT, 550 5.1.1 unknown, Refused",
        "NOTHING, ., 452 4.3.1 disk full, Deferred"
    })
    void one_that_is_not_taken_spoils_no_other(Ability ability, String step, String reply, String kind) {
        faulty.offering(ability.offers)
                .scripted((at, address, usual) -> at.equals(step) && is(address, 3) ? reply : null);
        // MAIL knows no recipient, so there it is each third sender.
        AtomicInteger senders = new AtomicInteger();
        if (step.equals("MAIL")) {
            faulty.scripted((at, address, usual) -> at.equals("MAIL") && senders.getAndIncrement() == 3 ? reply : null);
        }
        List<DeliveryOutcome> outcomes = deliver(8);
        for (int i = 0; i < 8; i++) {
            assertThat(outcomes.get(i).getClass().getSimpleName()).isEqualTo(i == 3 ? kind : "Accepted");
        }
        assertThat(faulty.received()).hasSize(7).allSatisfy(WindowTest::isOwnMessage);
        assertThat(faulty.connections()).isEqualTo(1);
    }

    @Test
    void a_relay_that_waits_for_a_message_without_a_recipient_gets_an_empty_one() {
        faulty.offering(Ability.PIPELINING.offers)
                .answering("DATA", "354 go on")
                .scripted((step, address, usual) -> step.equals("RCPT") && is(address, 1) ? "550 5.1.1 unknown" : null);
        List<DeliveryOutcome> outcomes = deliver(3);
        assertThat(outcomes.get(1)).isInstanceOf(Refused.class);
        assertThat(faulty.received()).hasSize(2).allSatisfy(WindowTest::isOwnMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNKING, BDAT, <close>",
        "CHUNKING, BDAT, <stall>",
        "CHUNKING, BDAT, garbage",
        "CHUNKING, RCPT, <close>",
        "PIPELINING, ., <drop>",
        "PIPELINING, ., <take and drop>",
        "PIPELINING, ., <stall>",
        "PIPELINING, ., garbage",
        "PIPELINING, RCPT, <drop>",
        "NOTHING, ., <take and drop>"
    })
    void a_line_that_breaks_leaves_the_unanswered_uncertain_and_no_others(Ability ability, String step, String fault) {
        faulty.offering(ability.offers)
                .scripted((at, address, usual) -> at.equals(step) && is(address, 4) ? fault : null);
        List<DeliveryOutcome> outcomes = deliver(10);
        assertThat(outcomes.subList(0, 4)).allMatch(Accepted.class::isInstance);
        boolean begun = !step.equals("RCPT") || ability == Ability.CHUNKING;
        assertThat(outcomes.get(4)).isInstanceOf(begun ? Uncertain.class : Deferred.class);
        assertThat(outcomes.subList(5, 10))
                .allMatch(outcome -> ability == Ability.CHUNKING
                        ? outcome instanceof Uncertain
                        : outcome instanceof Deferred deferred
                                && deferred.reply().relayMissing());
        assertThat(faulty.received().size()).isGreaterThanOrEqualTo(fault.equals(FaultyRelay.TAKE_AND_DROP) ? 5 : 4);
    }

    @ParameterizedTest
    @EnumSource
    void a_relay_that_closes_after_its_421_took_nothing_more(Ability ability) {
        faulty.offering(ability.offers)
                .scripted(
                        (step, address, usual) -> step.equals("RCPT") && is(address, 2) ? "421 4.7.0 too many" : null);
        List<DeliveryOutcome> outcomes = deliver(6);
        assertThat(outcomes.subList(0, 2)).allMatch(Accepted.class::isInstance);
        assertThat(outcomes.get(2))
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> assertThat(deferred.reply().code()).isEqualTo(421));
        assertThat(outcomes.subList(3, 6))
                .allMatch(outcome ->
                        outcome instanceof Deferred deferred && deferred.reply().relayMissing());
        assertThat(faulty.received()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNKING, RSET", "CHUNKING, MAIL", "CHUNKING, RCPT", "CHUNKING, BDAT",
        "PIPELINING, MAIL", "PIPELINING, RCPT", "PIPELINING, DATA", "PIPELINING, .",
        "NOTHING, MAIL", "NOTHING, RCPT", "NOTHING, DATA", "NOTHING, ."
    })
    void a_word_too_many_credits_nobody_wrongly(Ability ability, String step) {
        AtomicInteger times = new AtomicInteger();
        AtomicInteger contents = new AtomicInteger();
        faulty.offering(ability.offers).scripted((at, address, usual) -> {
            if ((at.equals("BDAT") || at.equals(".")) && contents.getAndIncrement() >= 1 && !at.equals(step)) {
                return "452 4.3.1 disk full";
            }
            return at.equals(step) && times.getAndIncrement() == 1 ? usual + "\r\n250 2.0.0 another" : null;
        });
        creditsAreTrue(deliver(5), 0);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_more_goes_out_once_it_may_not(Ability ability) {
        faulty.offering(ability.offers);
        List<Parcel> window = window(400, 0);
        AtomicInteger writes = new AtomicInteger();
        session.ready();
        List<DeliveryOutcome> outcomes = session.deliver(window, () -> writes.incrementAndGet() <= 2);
        long taken = outcomes.stream().filter(Accepted.class::isInstance).count();
        assertThat(taken).isLessThan(400);
        assertThat(outcomes)
                .allMatch(outcome -> outcome instanceof Accepted
                        || (outcome instanceof Deferred deferred
                                && deferred.reply().relayMissing()));
        assertThat(faulty.received()).hasSize((int) taken);
    }

    @ParameterizedTest
    @EnumSource
    void a_relay_that_talks_at_length_and_reads_only_when_it_is_read_from_holds_nothing_up(Ability ability) {
        faulty.offering(ability.offers).smallBuffers().answering("MAIL", "250 2.1.0 " + "x".repeat(490));
        faulty.answering("RCPT", "250 2.1.5 " + "x".repeat(490)).answering("RSET", "250 2.0.0 " + "x".repeat(490));
        byte[] large =
                ("Subject: x\r\n\r\n" + "0123456789abcdef\r\n".repeat(2_000)).getBytes(StandardCharsets.US_ASCII);
        List<Parcel> window = IntStream.range(0, 60)
                .mapToObj(i -> new Parcel(FROM, to(i), large, 0, large.length, true))
                .toList();
        session.ready();
        assertThat(session.deliver(window, () -> true)).allMatch(Accepted.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT", "RCPT"})
    void a_reply_of_ten_million_octets_is_not_listened_to(String step) {
        faulty.offering(Ability.CHUNKING.offers)
                .scripted((at, address, usual) ->
                        at.equals(step) && is(address, 2) ? "250 " + "x".repeat(10_000_000) : null);
        List<DeliveryOutcome> outcomes = deliver(6);
        assertThat(outcomes.subList(0, 2)).allMatch(Accepted.class::isInstance);
        assertThat(outcomes.subList(2, 6)).allMatch(Uncertain.class::isInstance);
    }

    @Test
    void a_relay_that_answers_its_second_greeting_otherwise_is_served_step_by_step() {
        AtomicInteger greetings = new AtomicInteger();
        faulty.offering(Ability.CHUNKING.offers)
                .scripted((step, address, usual) ->
                        step.equals("EHLO") && greetings.getAndIncrement() > 0 ? "503 5.5.1 duplicate" : null);
        assertThat(deliver(5)).allMatch(Accepted.class::isInstance);
        assertThat(faulty.commands()).noneMatch(command -> command.startsWith("BDAT"));
    }

    @Test
    void a_silent_line_that_the_relay_closed_is_replaced_before_anything_is_written() throws InterruptedException {
        faulty.offering(Ability.CHUNKING.offers);
        assertThat(deliver(2)).allMatch(Accepted.class::isInstance);
        faulty.hangUp();
        Thread.sleep(2_100);
        assertThat(session.ready()).isEmpty();
        assertThat(deliver(2)).allMatch(Accepted.class::isInstance);
    }

    static final EmailAddress FROM = EmailAddress.of("mica@pref.example.jp");

    static EmailAddress to(int i) {
        return EmailAddress.of("visitor" + i + "@example.com");
    }

    static List<Parcel> window(int size, int first) {
        List<Parcel> window = new ArrayList<>();
        for (int i = first; i < first + size; i++) {
            byte[] message = message(i);
            window.add(new Parcel(FROM, to(i), message, 0, message.length, i % 2 == 0));
        }
        return window;
    }

    private static byte[] message(int i) {
        String start = "To: " + to(i).wireForm() + "\r\n\r\n";
        // Every other one has dots to double.
        return (start + (i % 2 == 0 ? "text" : ".\r\n..dots") + "\r\nend of " + i + "\r\n" + "filling\r\n".repeat(200))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private List<DeliveryOutcome> deliver(int size) {
        session.ready();
        return session.deliver(window(size, 0), () -> true);
    }

    private static boolean is(String address, int i) {
        return address.equals(to(i).wireForm());
    }

    static void isOwnMessage(FaultyRelay.Received received) {
        int i = Integer.parseInt(received.to().replaceAll("\\D", ""));
        assertThat(received.to()).isEqualTo(to(i).wireForm());
        byte[] data = received.chunked() ? received.data() : received.message();
        assertThat(new String(data, StandardCharsets.US_ASCII))
                .isEqualTo(new String(message(i), StandardCharsets.US_ASCII));
    }

    /** Everyone who counts as reached has been, each by their own message. */
    private void creditsAreTrue(List<DeliveryOutcome> outcomes, int first) {
        List<FaultyRelay.Received> received = faulty.received();
        assertThat(received).allSatisfy(WindowTest::isOwnMessage);
        Map<String, Long> taken = received.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        FaultyRelay.Received::to, java.util.stream.Collectors.counting()));
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Accepted) {
                assertThat(taken.getOrDefault(to(first + i).wireForm(), 0L)).isEqualTo(1);
            }
        }
    }
}
