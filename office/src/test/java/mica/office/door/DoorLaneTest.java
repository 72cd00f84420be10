package mica.office.door;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.office.message.MessageComposerTest;
import mica.office.relay.FaultyRelay;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorLaneTest {

    private DoorWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new DoorWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void a_confirmation_reaches_the_mailbox_of_a_real_server() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            UUID id = given.confirmation("visitor@example.com");
            given.lane(new Relay(RelayConfiguration.plain(
                            "127.0.0.1", server.getSmtp().getPort(), "mica.test")))
                    .sendDue();
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("登録を完了してください（みやぎお知らせコロナアプリ）");
            assertThat(mail.getMessageID()).isEqualTo("<" + id + "@pref.example.jp>");
            assertThat(((Multipart) mail.getContent())
                            .getBodyPart(0)
                            .getContent()
                            .toString())
                    .contains("https://mica.example.jp/c/");
            assertThat(given.state(id)).isEqualTo("ACCEPTED");
        } finally {
            server.stop();
        }
    }

    @Test
    void posters_reach_the_venue_octet_for_octet() throws Exception {
        given.posters("venue@example.com");
        given.lane().sendDue();
        Multipart parts = (Multipart)
                MessageComposerTest.parse(given.relay.received().getFirst().message())
                        .getContent();
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("みやぎお知らせコロナアプリ_ポスター_居酒屋_いろは.pdf");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo(requireNonNull(DoorMailsTest.parameters().get("venueCode"))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void each_settled_mail_was_sent_once_and_keeps_neither_recipient_nor_link() {
        given.relay.answeringRecipient("v7@example.com", "550 5.1.1 <v7@example.com>: v7 is unknown");
        given.confirmations(40);
        DoorLane lane = given.lane();
        lane.sendDue();
        lane.sendDue();
        assertThat(given.relay.received())
                .extracting(FaultyRelay.Received::to)
                .hasSize(39)
                .doesNotHaveDuplicates();
        assertThat(given.count("state = 'ACCEPTED'")).isEqualTo(39);
        assertThat(given.count("state = 'REFUSED' and reply = '550 5.1.1'")).isEqualTo(1);
        assertThat(given.count("sealed_recipient is not null or parameters ? 'link' or finished_at is null"))
                .isZero();
    }

    @Test
    void a_mail_whose_transaction_fails_is_never_sent() {
        try {
            given.office().jdbi().useTransaction(tx -> {
                given.queue.add(tx, List.of(given.sealed("visitor@example.com", DoorMailsTest.parameters())));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        given.lane().sendDue();
        assertThat(given.relay.received()).isEmpty();
    }

    @Test
    void a_running_lane_sends_what_is_handed_in_and_stops_cleanly() throws Exception {
        DoorLane lane = given.lane();
        lane.start();
        given.confirmations(100);
        DoorWorld.waitFor(() -> given.count("state = 'ACCEPTED'") == 100);
        lane.close();
        assertThat(given.relay.received()).hasSize(100);
        given.confirmation("late@example.com");
        assertThat(given.count("state = 'QUEUED'")).isEqualTo(1);
        assertThat(given.relay.commands()).filteredOn("QUIT"::equals).isNotEmpty();
    }

    @Test
    void no_log_line_holds_an_address_or_a_link() {
        given.relay
                .answeringRecipient(
                        "secret.person@private.example", "550 5.1.1 <secret.person@private.example> unknown")
                .answeringRecipient("other.person@private.example", "450 4.2.0 <other.person@private.example> busy");
        Map<String, String> broken = DoorMailsTest.parameters();
        broken.put("link", "secret-link");
        given.confirmation("secret.person@private.example");
        given.confirmation("other.person@private.example");
        given.confirmation("third.person@private.example");
        given.confirmation("fourth.person@private.example", broken);
        given.lane().sendDue();
        assertThat(given.log())
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("REFUSED"));
        for (ILoggingEvent event : given.log()) {
            assertThat(event.getFormattedMessage() + event.getThrowableProxy())
                    .doesNotContain(
                            "person",
                            "private",
                            "secret",
                            DoorMailsTest.parameters().get("link"));
        }
    }

    @Test
    void the_claim_finds_due_mails_by_the_index_of_its_lane() {
        given.office().jdbi().useHandle(handle -> {
            handle.execute("""
                insert into mail (id, kind, language, parameters, sealed_by, seal_day, associated,
                                  sealed_recipient, state, next_attempt_at, created_at)
                select gen_random_uuid(), case when n % 2 = 0 then 'CONFIRMATION' else 'POSTERS' end, 'ja', '{}',
                       'OFFICE', '2020-05-25', '', case when n % 100 = 0 then ''::bytea end,
                       case when n % 100 = 0 then 'QUEUED' else 'ACCEPTED' end, now(), now()
                from generate_series(1, 20000) n
                """);
            handle.execute("analyze mail");
            List<String> plan = handle.createQuery("""
                explain select id from mail
                where state = 'QUEUED' and (kind = 'CONFIRMATION') = true and line = ''
                  and next_attempt_at <= now() order by next_attempt_at limit 16 for update skip locked
                """).mapTo(String.class).list();
            assertThat(plan).anyMatch(line -> line.contains("mail_to_send"));
        });
    }
}
