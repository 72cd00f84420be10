package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mica.exchange.address.EmailAddress;
import mica.office.relay.DeliveryOutcome.Accepted;
import mica.office.relay.DeliveryOutcome.Deferred;
import mica.office.relay.DeliveryOutcome.Refused;
import mica.office.relay.DeliveryOutcome.Uncertain;
import mica.office.relay.RelayConfiguration.Security;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {

    private static final EmailAddress FROM = EmailAddress.of("mica@pref.example.jp");
    private static final EmailAddress TO = EmailAddress.of("visitor@example.com");

    private final FaultyRelay faulty = FaultyRelay.start();

    @AfterEach
    void stop() {
        faulty.close();
    }

    @Test
    void a_real_server_receives_what_was_handed_over() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try (RelaySession session =
                new Relay(RelayConfiguration.plain("127.0.0.1", server.getSmtp().getPort(), "mica.test")).session()) {
            assertThat(session.deliver(FROM, TO, message("hello"))).isInstanceOf(Accepted.class);
            assertThat(session.deliver(FROM, EmailAddress.of("a..b@docomo.ne.jp"), message("again")))
                    .isInstanceOf(Accepted.class);
            assertThat(server.getReceivedMessages()).hasSize(2);
            assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("hello");
        } finally {
            server.stop();
        }
    }

    @Test
    void many_messages_go_over_one_connection() {
        try (RelaySession session = faulty.relay().session()) {
            for (int i = 0; i < 20; i++) {
                assertThat(session.deliver(FROM, TO, message("nr " + i))).isInstanceOf(Accepted.class);
            }
        }
        assertThat(faulty.received()).hasSize(20);
        assertThat(faulty.connections()).isEqualTo(1);
        assertThat(faulty.commands()).endsWith("QUIT");
    }

    @Test
    void a_relay_without_any_extension_is_served_step_by_step() {
        faulty.offering();
        assertThat(deliver(message("plain"))).isInstanceOf(Accepted.class);
        assertThat(faulty.commands())
                .containsSequence("MAIL FROM:<mica@pref.example.jp>", "RCPT TO:<visitor@example.com>", "DATA");
    }

    @Test
    void a_relay_that_knows_no_ehlo_is_greeted_the_old_way() {
        faulty.answering("EHLO", "502 unknown");
        assertThat(deliver(message("old"))).isInstanceOf(Accepted.class);
        assertThat(faulty.commands()).contains("HELO mica.test");
    }

    @Test
    void replies_that_drip_in_octet_by_octet_are_understood() {
        faulty.octetByOctet().answering(".", "250-2.0.0 first\r\n250 2.0.0 second");
        assertThat(deliver(message("drip")))
                .isEqualTo(new Accepted(new Reply(250, "2.0.0", "2.0.0 first\n2.0.0 second")));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 no such user, true",
        "RCPT, 550 5.1.1 no such user, false",
        "DATA, 554 5.7.1 policy, true",
        "., 554 5.6.0 content, true",
        "MAIL, 552 5.3.4 too large, true"
    })
    void what_the_relay_refuses_for_good_is_refused(String step, String reply, boolean pipelining) {
        faulty.answering(step, reply);
        if (!pipelining) {
            faulty.offering("SIZE");
        }
        assertThat(deliver(message("x")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reply().status()).isEqualTo(reply.substring(0, 9)));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 4.2.1 greylisted",
        "RCPT, 530 5.7.0 sign in first",
        "DATA, 451 4.3.0 later",
        "., 452 4.3.1 disk full",
        "MAIL, 451 4.7.1 slow down",
        "MAIL, 550 5.7.1 sender not allowed",
        "banner, 554 5.3.2 not today",
        "EHLO, 421 4.3.2 closing",
        "MAIL, 421 4.7.0 too many",
        "DATA, garbage",
        "RCPT, 354 out of turn",
        "banner, <drop>",
        "MAIL, <drop>",
        "RCPT, <drop>",
        "DATA, <drop>",
        "RCPT, garbage",
        "banner, <stall>",
        "RCPT, <stall>"
    })
    void what_may_go_better_later_is_deferred_and_nothing_was_sent(String step, String reply) {
        faulty.answering(step, reply);
        assertThat(deliver(message("x"))).isInstanceOf(Deferred.class);
        assertThat(faulty.received()).isEmpty();
    }

    @Test
    void a_reply_with_two_codes_is_believed_in_neither() {
        faulty.answering("RCPT", "250-2.1.5 a\r\n550 5.1.1 b");
        assertThat(deliver(message("x"))).isInstanceOf(Deferred.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {FaultyRelay.DROP, FaultyRelay.TAKE_AND_DROP, FaultyRelay.STALL, "garbage", "250-half\r\n550 b"})
    void a_connection_lost_after_the_dot_is_uncertain(String reply) {
        faulty.answering(".", reply);
        assertThat(deliver(message("x"))).isInstanceOf(Uncertain.class);
    }

    @Test
    void a_refused_recipient_spoils_nothing_for_the_next_one() {
        for (List<String> offers : List.of(List.of("PIPELINING"), List.<String>of())) {
            faulty.offering(offers.toArray(String[]::new))
                    .answeringRecipient("nobody@example.com", "550 5.1.1 <nobody@example.com> unknown");
            try (RelaySession session = faulty.relay().session()) {
                assertThat(session.deliver(FROM, EmailAddress.of("nobody@example.com"), message("no")))
                        .isInstanceOf(Refused.class);
                assertThat(session.deliver(FROM, TO, message("yes"))).isInstanceOf(Accepted.class);
            }
        }
        assertThat(faulty.received())
                .hasSize(2)
                .allMatch(received -> received.to().equals(TO.wireForm()));
        assertThat(faulty.connections()).isEqualTo(2);
    }

    @Test
    void a_relay_that_says_go_on_without_a_recipient_gets_an_empty_message() {
        faulty.answering("DATA", "354 go on").answeringRecipient(TO.wireForm(), "550 5.1.1 unknown");
        try (RelaySession session = faulty.relay().session()) {
            assertThat(session.deliver(FROM, TO, message("secret"))).isInstanceOf(Refused.class);
            assertThat(session.deliver(FROM, EmailAddress.of("other@example.com"), message("mine")))
                    .isInstanceOf(Accepted.class);
        }
        assertThat(faulty.received())
                .singleElement()
                .satisfies(received -> assertThat(new String(received.data(), StandardCharsets.UTF_8))
                        .contains("mine")
                        .doesNotContain("secret"));
    }

    @Test
    void a_warm_connection_that_the_relay_closed_is_replaced() {
        try (RelaySession session = faulty.relay().session()) {
            assertThat(session.deliver(FROM, TO, message("one"))).isInstanceOf(Accepted.class);
            faulty.hangUp();
            assertThat(session.deliver(FROM, TO, message("two"))).isInstanceOf(Accepted.class);
        }
        assertThat(faulty.received()).hasSize(2);
    }

    @Test
    void a_relay_that_is_not_there_defers() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        try (RelaySession session = new Relay(RelayConfiguration.plain("127.0.0.1", port, "mica.test")).session()) {
            assertThat(session.deliver(FROM, TO, message("x")))
                    .isInstanceOfSatisfying(
                            Deferred.class,
                            deferred ->
                                    assertThat(deferred.reply().relayMissing()).isTrue());
        }
    }

    @Test
    void a_relay_that_talks_without_end_is_left() {
        faulty.answering("EHLO", "250-x\r\n".repeat(200) + "250 x");
        assertThat(deliver(message("x"))).isInstanceOf(Deferred.class);
        faulty.answering("EHLO", "250 " + "x".repeat(10_000));
        assertThat(deliver(message("x"))).isInstanceOf(Deferred.class);
    }

    @Test
    void a_relay_that_stops_reading_is_left() {
        faulty.answering("DATA", "354 go on");
        byte[] large = ("Subject: x\r\n\r\n" + "0123456789\r\n".repeat(5_000_000)).getBytes(StandardCharsets.US_ASCII);
        DeafRelay deaf = DeafRelay.start();
        try (RelaySession session = new Relay(deaf.configuration()).session()) {
            assertThat(session.deliver(FROM, TO, large)).isInstanceOf(Uncertain.class);
        } finally {
            deaf.close();
        }
    }

    @Test
    void dots_at_line_starts_arrive_as_they_were() {
        byte[] message = "Subject: dots\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(deliver(message)).isInstanceOf(Accepted.class);
        assertThat(faulty.received())
                .singleElement()
                .satisfies(received -> assertThat(received.message()).isEqualTo(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\nMAIL FROM:<x@y>\r\n",
                "a\r.\r\n",
                "a\r\n.\r",
                "a\r\n.\n",
                "\n",
                "no line end",
                "a\u0000b\r\n",
                "a\r\r\n"
            })
    void a_lone_cr_or_lf_never_passes(String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> deliver(message.getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(faulty.received()).isEmpty();
    }

    @Test
    void carrier_addresses_of_old_are_quoted_on_the_wire() {
        try (RelaySession session = faulty.relay().session()) {
            session.deliver(FROM, EmailAddress.of("a..b@docomo.ne.jp"), message("x"));
            session.deliver(FROM, EmailAddress.of("abc.@ezweb.ne.jp"), message("x"));
        }
        assertThat(faulty.commands()).contains("RCPT TO:<\"a..b\"@docomo.ne.jp>", "RCPT TO:<\"abc.\"@ezweb.ne.jp>");
    }

    @Test
    void eight_bit_content_goes_only_where_it_is_taken() {
        byte[] message = "Subject: x\r\n\r\nあ\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(deliver(message)).isInstanceOf(Accepted.class);
        assertThat(faulty.commands())
                .contains("MAIL FROM:<mica@pref.example.jp> SIZE=" + message.length + " BODY=8BITMIME");
        faulty.offering("PIPELINING");
        assertThat(deliver(message)).isInstanceOf(Refused.class);
    }

    @Test
    void tls_is_used_when_the_certificate_fits() {
        for (Security security : List.of(Security.STARTTLS, Security.STARTTLS_IF_OFFERED)) {
            faulty.withTls(TestTls.SERVER, false).offering("STARTTLS", "AUTH PLAIN");
            assertThat(deliverTo(security, "user", true)).isInstanceOf(Accepted.class);
        }
        // The second EHLO is inside TLS, the password after it.
        assertThat(faulty.commands().subList(0, 4))
                .containsExactly("EHLO mica.test", "STARTTLS", "EHLO mica.test", "AUTH PLAIN AHVzZXIAcGFzcy13b3Jk");
        faulty.withTls(TestTls.SERVER, true);
        assertThat(deliverTo(Security.TLS, null, true)).isInstanceOf(Accepted.class);
    }

    @Test
    void a_certificate_of_another_host_or_of_nobody_is_not_accepted() {
        faulty.withTls(TestTls.OTHER_HOST, false).offering("STARTTLS");
        assertThat(deliverTo(Security.STARTTLS, null, true)).isInstanceOf(Deferred.class);
        faulty.withTls(TestTls.SERVER, false);
        assertThat(deliverTo(Security.STARTTLS, null, false)).isInstanceOf(Deferred.class);
        assertThat(faulty.received()).isEmpty();
    }

    @Test
    void an_authority_that_is_not_known_and_a_name_that_does_not_fit_are_said() {
        faulty.withTls(TestTls.SERVER, false).offering("STARTTLS");
        RelayConfiguration configuration = faulty.configuration(Security.STARTTLS, null);
        assertThat(RelayProbe.of(configuration).trouble())
                .isEqualTo("its certificate is of an authority that is not known here; see docs/operations.md, Relays");
        faulty.withTls(TestTls.OTHER_HOST, false).offering("STARTTLS");
        assertThat(RelayProbe.of(configuration, TestTls.TRUSTING).trouble())
                .isEqualTo("its certificate is not of this host's name");
    }

    @Test
    void tls_taken_out_of_the_offer_stops_the_mail_and_the_password() {
        faulty.offering("AUTH PLAIN");
        assertThat(deliverTo(Security.STARTTLS, null, true)).isInstanceOf(Deferred.class);
        assertThat(deliverTo(Security.STARTTLS_IF_OFFERED, "user", true)).isInstanceOf(Deferred.class);
        assertThat(faulty.commands()).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
        assertThat(deliverTo(Security.STARTTLS_IF_OFFERED, null, true)).isInstanceOf(Accepted.class);
    }

    @Test
    void words_slipped_in_before_tls_are_not_believed() {
        faulty.withTls(TestTls.SERVER, false).offering("STARTTLS").answering("STARTTLS", "220 go\r\n250 injected");
        assertThat(deliverTo(Security.STARTTLS, null, true)).isInstanceOf(Deferred.class);
    }

    @Test
    void signing_in_works_by_plain_and_by_login_and_its_failure_costs_no_mail() {
        faulty.offering("AUTH LOGIN");
        assertThat(deliverTo(Security.NONE, "user", true)).isInstanceOf(Accepted.class);
        assertThat(faulty.commands()).containsSequence("AUTH LOGIN", "dXNlcg==", "cGFzcy13b3Jk");
        faulty.offering("AUTH PLAIN").answering("AUTH", "535 5.7.8 wrong");
        assertThat(deliverTo(Security.NONE, "user", true)).isInstanceOf(Deferred.class);
        faulty.behavingAgain().offering("AUTH CRAM-MD5");
        assertThat(deliverTo(Security.NONE, "user", true)).isInstanceOf(Deferred.class);
    }

    @Test
    void the_caller_is_told_before_the_first_octet_of_the_message_goes_out() {
        List<Integer> receivedThen = new ArrayList<>();
        try (RelaySession session = faulty.relay().session()) {
            session.deliver(FROM, TO, message("x"), () -> {
                assertThat(faulty.commands()).endsWith("DATA");
                receivedThen.add(faulty.received().size());
            });
        }
        assertThat(receivedThen).containsExactly(0);
    }

    @Test
    void no_configuration_breaks_out_of_its_line() {
        assertThatIllegalArgumentException().isThrownBy(() -> RelayConfiguration.plain("h", 25, "a\r\nQUIT"));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress("a>\r\nRCPT TO:<b", "example.com"));
        assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress("a", "example.com>\r\nDATA"));
    }

    private DeliveryOutcome deliver(byte[] message) {
        try (RelaySession session = faulty.relay().session()) {
            return session.deliver(FROM, TO, message);
        }
    }

    private DeliveryOutcome deliverTo(Security security, @Nullable String user, boolean trusted) {
        RelayConfiguration configuration = faulty.configuration(security, user);
        Relay relay = trusted ? new Relay(configuration, TestTls.TRUSTING) : new Relay(configuration);
        try (RelaySession session = relay.session()) {
            return session.deliver(FROM, TO, message("x"));
        }
    }

    private static byte[] message(String subject) {
        return ("Subject: " + subject + "\r\n\r\ntext\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
