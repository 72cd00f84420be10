package mica.office.mail;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Sealer;
import mica.exchange.text.Language;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.relay.FaultyRelay;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DoorLaneTest {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final LocalDate DAY = LocalDate.of(2020, 5, 25);
    private static final Instant START = Instant.parse("2020-05-25T09:30:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final FaultyRelay relay = FaultyRelay.start();

    private static Database office;
    private KeyStore keys;
    private MailQueue queue;

    @BeforeAll
    static void openDatabase() {
        try (TestDatabases databases = TestDatabases.create()) {
            office = Database.open("office", databases.createOffice());
        }
        office.migrate("office", Map.of());
    }

    @AfterAll
    static void closeDatabase() {
        office.close();
    }

    @BeforeEach
    void setUp(@TempDir Path folder) {
        office.jdbi().useHandle(handle -> handle.execute("delete from mail"));
        keys = new KeyStore(folder.resolve("keys"));
        keys.ensureDay(DAY);
        queue = new MailQueue(keys, now::get, TOKYO);
        ((Logger) LoggerFactory.getLogger("mica")).setLevel(ch.qos.logback.classic.Level.DEBUG);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void tearDown() {
        root.detachAppender(log);
        relay.close();
    }

    @Test
    void a_confirmation_reaches_the_mailbox_of_a_real_server() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            UUID id = confirm("visitor@example.com");
            lane(new Relay(RelayConfiguration.plain(
                            "127.0.0.1", server.getSmtp().getPort(), "mica.test")))
                    .sendDue();
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("登録を完了してください（居酒屋 いろは）");
            assertThat(mail.getMessageID()).isEqualTo("<" + id + "@pref.example.jp>");
            assertThat(((Multipart) mail.getContent())
                            .getBodyPart(0)
                            .getContent()
                            .toString())
                    .contains("https://mica.example.jp/c/");
            assertThat(state(id)).isEqualTo("ACCEPTED");
        } finally {
            server.stop();
        }
    }

    @Test
    void posters_reach_the_venue_octet_for_octet() throws Exception {
        office.jdbi()
                .useTransaction(tx -> queue.add(
                        tx,
                        EmailAddress.of("venue@example.com"),
                        MailKind.POSTERS,
                        Language.JA,
                        DoorMailsTest.parameters()));
        lane(relay.relay()).sendDue();
        Multipart parts = (Multipart)
                MessageComposerTest.parse(relay.received().getFirst().message()).getContent();
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("みやぎお知らせコロナアプリ_ポスター_居酒屋_いろは.pdf");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo(DoorMailsTest.parameters().get("venueCode").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void each_settled_mail_was_sent_once_and_keeps_neither_recipient_nor_link() {
        relay.answeringRecipient("v7@example.com", "550 5.1.1 <v7@example.com>: v7 is unknown");
        for (int i = 0; i < 40; i++) {
            confirm("v" + i + "@example.com");
        }
        DoorLane lane = lane(relay.relay());
        lane.sendDue();
        lane.sendDue();
        assertThat(relay.received())
                .extracting(FaultyRelay.Received::to)
                .hasSize(39)
                .doesNotHaveDuplicates();
        assertThat(count("state = 'ACCEPTED'")).isEqualTo(39);
        assertThat(count("state = 'REFUSED' and reply = '550 5.1.1'")).isEqualTo(1);
        assertThat(count("sealed_recipient is not null or parameters ? 'link' or finished_at is null"))
                .isZero();
    }

    @Test
    void a_mail_waits_while_the_relay_is_away_and_goes_out_when_it_is_back() {
        UUID id = confirm("visitor@example.com");
        int port = relay.port();
        DoorLane lane = lane(relay.relay());
        relay.close();
        lane.sendDue();
        assertThat(state(id)).isEqualTo("QUEUED");
        try (FaultyRelay back = FaultyRelay.startAt(port)) {
            lane.sendDue();
            assertThat(back.received()).isEmpty();
            pass(Duration.ofSeconds(20));
            lane.sendDue();
            assertThat(back.received()).hasSize(1);
        }
        assertThat(state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void an_absence_of_hours_costs_a_minute_at_most_after_it() {
        for (int i = 0; i < 30; i++) {
            confirm("v" + i + "@example.com");
        }
        relay.answering("banner", "421 4.3.2 down");
        DoorLane lane = lane(relay.relay());
        for (int minute = 0; minute < 300; minute += 5) {
            lane.sendDue();
            pass(Duration.ofMinutes(5));
        }
        relay.behavingAgain();
        pass(Duration.ofSeconds(75));
        lane.sendDue();
        assertThat(relay.received()).hasSize(30);
    }

    @Test
    void a_deferred_mail_comes_back_after_growing_pauses() {
        relay.answering("RCPT", "450 4.2.1 greylisted");
        UUID id = confirm("visitor@example.com");
        DoorLane lane = lane(relay.relay());
        Duration last = Duration.ZERO;
        for (int attempt = 1; attempt <= 8; attempt++) {
            lane.sendDue();
            Instant next = nextAttempt(id);
            Duration pause = Duration.between(now.get(), next);
            assertThat(pause)
                    .isGreaterThan(last.dividedBy(2))
                    .isBetween(Duration.ofSeconds(11), Duration.ofSeconds(2_250));
            last = pause;
            now.set(next);
        }
        assertThat(last).isGreaterThan(Duration.ofMinutes(20));
        relay.behavingAgain();
        lane.sendDue();
        assertThat(state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void a_confirmation_is_given_up_after_a_day_and_a_venues_mail_after_five() {
        relay.answering("RCPT", "450 4.2.1 greylisted");
        UUID confirmation = confirm("visitor@example.com");
        office.jdbi()
                .useTransaction(tx -> queue.add(
                        tx,
                        EmailAddress.of("venue@example.com"),
                        MailKind.POSTERS,
                        Language.JA,
                        DoorMailsTest.parameters()));
        DoorLane lane = lane(relay.relay());
        pass(Duration.ofHours(23));
        lane.sendDue();
        assertThat(state(confirmation)).isEqualTo("QUEUED");
        pass(Duration.ofHours(1));
        lane.sendDue();
        assertThat(state(confirmation)).isEqualTo("EXPIRED");
        pass(Duration.ofHours(95));
        lane.sendDue();
        assertThat(count("kind = 'POSTERS' and state = 'QUEUED'")).isEqualTo(1);
        pass(Duration.ofHours(1));
        lane.sendDue();
        assertThat(count("kind = 'POSTERS' and state = 'EXPIRED'")).isEqualTo(1);
    }

    @Test
    void what_was_lost_after_the_dot_is_sent_again_as_the_same_mail() throws Exception {
        relay.answering(".", FaultyRelay.TAKE_AND_DROP);
        UUID id = confirm("visitor@example.com");
        DoorLane lane = lane(relay.relay());
        lane.sendDue();
        assertThat(state(id)).isEqualTo("QUEUED");
        relay.behavingAgain();
        pass(Duration.ofMinutes(1));
        lane.sendDue();
        assertThat(relay.received()).hasSize(2);
        for (FaultyRelay.Received received : relay.received()) {
            assertThat(MessageComposerTest.parse(received.message()).getMessageID())
                    .isEqualTo("<" + id + "@pref.example.jp>");
        }
    }

    @Test
    void a_mail_that_cannot_be_written_holds_up_no_other() {
        Map<String, String> broken = DoorMailsTest.parameters();
        broken.remove("link");
        UUID first = confirm("broken@example.com", broken);
        UUID second = confirm("fine@example.com");
        lane(relay.relay()).sendDue();
        assertThat(state(first)).isEqualTo("QUEUED");
        assertThat(state(second)).isEqualTo("ACCEPTED");
        assertThat(log.list).anyMatch(event -> event.getFormattedMessage().startsWith("mail.broken id=" + first));
    }

    @Test
    void a_recipient_whose_key_is_gone_ends_the_mail() {
        UUID id = confirm("visitor@example.com");
        keys.destroy(DAY, KeyPurpose.DOOR);
        lane(relay.relay()).sendDue();
        assertThat(state(id)).isEqualTo("EXPIRED");
        assertThat(relay.received()).isEmpty();
    }

    @Test
    void a_mail_in_the_hands_of_an_office_that_died_is_sent_by_another() {
        UUID id = confirm("visitor@example.com");
        MailStore dead = new MailStore(office.jdbi(), now::get);
        List<MailStore.Claim> claims = dead.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE);
        assertThat(claims).hasSize(1);
        DoorLane lane = lane(relay.relay());
        lane.sendDue();
        assertThat(relay.received()).isEmpty();
        pass(Duration.ofSeconds(30));
        dead.renew(Map.of(id, claims.getFirst().attempt()), DoorWorker.LEASE);
        pass(Duration.ofSeconds(40));
        lane.sendDue();
        assertThat(relay.received()).isEmpty();
        pass(Duration.ofSeconds(60));
        lane.sendDue();
        assertThat(relay.received()).hasSize(1);
        assertThat(state(id)).isEqualTo("ACCEPTED");
    }

    @Test
    void an_office_that_lost_its_claim_settles_nothing() {
        UUID id = confirm("visitor@example.com");
        MailStore store = new MailStore(office.jdbi(), now::get);
        MailStore.Claim late =
                store.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE).getFirst();
        pass(DoorWorker.LEASE);
        assertThat(store.claim(MailStore.Lane.VISITORS, 10, DoorWorker.LEASE)).hasSize(1);
        store.settle(late, MailStore.Settled.REFUSED, "550");
        store.putBack(late, START, "late");
        assertThat(state(id)).isEqualTo("QUEUED");
        assertThat(nextAttempt(id)).isEqualTo(now.get().plus(DoorWorker.LEASE));
    }

    @Test
    void two_offices_share_the_work_and_tell_nobody_twice() throws Exception {
        for (int i = 0; i < 200; i++) {
            confirm("v" + i + "@example.com");
        }
        DoorLane one = lane(relay.relay());
        DoorLane other = lane(relay.relay());
        Thread beside = Thread.ofVirtual().start(other::sendDue);
        one.sendDue();
        beside.join();
        assertThat(relay.received())
                .extracting(FaultyRelay.Received::to)
                .hasSize(200)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_running_lane_sends_what_is_handed_in_and_stops_cleanly() throws Exception {
        DoorLane lane = lane(relay.relay());
        lane.start();
        for (int i = 0; i < 100; i++) {
            confirm("v" + i + "@example.com");
        }
        waitFor(() -> count("state = 'ACCEPTED'") == 100);
        lane.close();
        assertThat(relay.received()).hasSize(100);
        confirm("late@example.com");
        assertThat(count("state = 'QUEUED'")).isEqualTo(1);
        assertThat(relay.commands()).filteredOn("QUIT"::equals).isNotEmpty();
    }

    @Test
    void a_mail_whose_transaction_fails_is_never_sent() {
        try {
            office.jdbi().useTransaction(tx -> {
                queue.add(tx, List.of(sealed("visitor@example.com", DoorMailsTest.parameters())));
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        lane(relay.relay()).sendDue();
        assertThat(relay.received()).isEmpty();
    }

    @Test
    void no_log_line_holds_an_address_or_a_link() {
        relay.answeringRecipient("secret.person@private.example", "550 5.1.1 <secret.person@private.example> unknown")
                .answeringRecipient("other.person@private.example", "450 4.2.0 <other.person@private.example> busy");
        Map<String, String> broken = DoorMailsTest.parameters();
        broken.put("link", "secret-link");
        confirm("secret.person@private.example");
        confirm("other.person@private.example");
        confirm("third.person@private.example");
        confirm("fourth.person@private.example", broken);
        lane(relay.relay()).sendDue();
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anyMatch(line -> line.contains("REFUSED"));
        for (ILoggingEvent event : log.list) {
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
        office.jdbi().useHandle(handle -> {
            handle.execute("""
                    insert into mail (id, kind, language, parameters, seal_purpose, seal_day, associated,
                                      sealed_recipient, state, next_attempt_at, created_at)
                    select gen_random_uuid(), case when n % 2 = 0 then 'CONFIRMATION' else 'POSTERS' end, 'ja', '{}',
                           'FORM', '2020-05-25', '', case when n % 100 = 0 then ''::bytea end,
                           case when n % 100 = 0 then 'QUEUED' else 'ACCEPTED' end, now(), now()
                    from generate_series(1, 20000) n
                    """);
            handle.execute("analyze mail");
            List<String> plan = handle.createQuery("""
                            explain select id from mail
                            where state = 'QUEUED' and (kind = 'CONFIRMATION') = true and next_attempt_at <= now()
                            order by next_attempt_at limit 16 for update skip locked
                            """).mapTo(String.class).list();
            assertThat(plan).anyMatch(line -> line.contains("mail_to_send"));
        });
    }

    private DoorLane lane(Relay to) {
        return new DoorLane(
                office.jdbi(),
                queue,
                new Opener(keys, Set.of(KeyPurpose.FORM, KeyPurpose.DOOR)),
                DoorMailsTest.mails(false),
                to,
                4,
                now::get);
    }

    private UUID confirm(String address) {
        return confirm(address, DoorMailsTest.parameters());
    }

    private UUID confirm(String address, Map<String, String> parameters) {
        QueuedMail mail = sealed(address, parameters);
        office.jdbi().useTransaction(tx -> queue.add(tx, List.of(mail)));
        return mail.id();
    }

    private QueuedMail sealed(String address, Map<String, String> parameters) {
        UUID id = UUID.randomUUID();
        byte[] associated = id.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seal = new Sealer(keys.publicKey(DAY, KeyPurpose.DOOR).orElseThrow())
                .seal(address.getBytes(StandardCharsets.US_ASCII), associated);
        return new QueuedMail(
                id,
                MailKind.CONFIRMATION,
                Language.JA,
                new HashMap<>(parameters),
                new QueuedMail.SealedRecipient(KeyPurpose.DOOR, DAY, associated, seal));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String state(UUID id) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery("select state from mail where id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one());
    }

    private Instant nextAttempt(UUID id) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery("select next_attempt_at from mail where id = :id")
                        .bind("id", id)
                        .mapTo(Instant.class)
                        .one());
    }

    private int count(String condition) {
        return office.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select count(*) from mail where " + condition.replace("?", "??"))
                                .mapTo(Integer.class)
                                .one());
    }

    private static void waitFor(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen");
            }
            Thread.sleep(20);
        }
    }
}
