package mica.office.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerJobTest {

    private static TestDatabases databases;
    private LedgerWorld world;

    @BeforeAll
    static void start() {
        databases = TestDatabases.create();
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @BeforeEach
    void make() {
        world = new LedgerWorld(databases);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void run(LedgerJob job) {
        world.later(Duration.ofMinutes(5));
        job.runOnce();
    }

    private List<SignedHead> copied() throws IOException {
        return Files.readAllLines(world.copy()).stream()
                .map(line -> SignedHead.read(line).orElseThrow())
                .toList();
    }

    @Test
    void the_head_is_signed_at_the_start_and_at_the_stop_and_a_line_goes_to_the_file() throws IOException {
        world.append(2);
        LedgerJob job = world.job(new LedgerCopy.InFile(world.copy()));
        job.start();
        world.append(1);
        job.close();

        assertThat(copied()).extracting(SignedHead::number).containsExactly(2L, 3L);
        assertThat(copied()).allMatch(SignedHead::isGenuine);
        assertThat(copied().getLast().hash())
                .isEqualTo(world.entries().getLast().hash());
        assertThat(world.verify(world.copy())).isInstanceOf(Verification.Whole.class);
    }

    @Test
    void a_file_that_cannot_be_written_is_shown_and_stops_nothing_and_is_completed_later() throws IOException {
        Files.writeString(world.folder.resolve("copy"), "a file where a folder should be");
        LedgerJob job = world.job(new LedgerCopy.InFile(world.copy()));
        for (int i = 0; i < 3; i++) {
            world.append(1);
            run(job);
            assertThat(job.state()).isEqualTo(LedgerJob.State.COPY_FAILING);
        }
        assertThat(world.entries()).hasSize(3);
        Files.delete(world.folder.resolve("copy"));
        run(job);

        assertThat(job.state()).isEqualTo(LedgerJob.State.WELL);
        assertThat(copied()).extracting(SignedHead::number).containsExactly(1L, 2L, 3L, 3L);
    }

    @Test
    void an_empty_ledger_is_signed_too() {
        LedgerJob job = world.job(new LedgerCopy.None());
        run(job);
        world.append(1);
        run(job);
        assertThat(world.verify()).isInstanceOfSatisfying(Verification.Whole.class, whole -> {
            assertThat(whole.heads()).isEqualTo(2);
            assertThat(whole.signedUpTo()).isEqualTo(1);
        });
    }

    @Test
    void what_was_counted_on_a_day_is_one_entry_when_the_day_is_over() {
        LedgerJob job = world.job(new LedgerCopy.None());
        for (int i = 0; i < 3; i++) {
            world.office.useTransaction(tx -> world.ledger.tally(tx, Event.SIGN_INS_REFUSED, 1));
            world.office.useTransaction(tx -> world.ledger.tally(tx, Event.ENVELOPES_QUARANTINED, 2));
            world.office.useTransaction(tx -> world.ledger.tally(tx, Event.VISITS_ERASED, 0));
        }
        run(job);
        assertThat(world.entries()).isEmpty();
        world.later(Duration.ofDays(1));
        run(job);
        run(job);

        assertThat(world.entries())
                .extracting(Chained::event, entry -> entry.facts().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ENVELOPES_QUARANTINED", "{count=6, day=2020-06-01}"),
                        org.assertj.core.groups.Tuple.tuple("SIGN_INS_REFUSED", "{count=3, day=2020-06-01}"));
    }

    @Test
    void a_mailbox_gets_the_head_at_most_once_an_hour() {
        LedgerJob job = world.job(new LedgerCopy.ByMail(EmailAddress.of("audit@pref.example.jp")));
        for (int i = 0; i < 13; i++) {
            run(job);
        }
        List<String> lines = world.office.withHandle(
                handle -> handle.createQuery("select parameters ->> 'line' from mail where kind = 'LEDGER_HEAD'")
                        .mapTo(String.class)
                        .list());
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(SignedHead.read(line).orElseThrow().isGenuine())
                                .isTrue());
    }

    @Test
    void another_machines_log_gets_the_head_over_tcp_with_counted_octets() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = server.accept()) {
                    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            LedgerJob job = world.job(LedgerCopy.read("syslog:127.0.0.1:" + server.getLocalPort()));
            run(job);
            assertThat(job.state()).isEqualTo(LedgerJob.State.WELL);
            String message = received.get().substring(received.get().indexOf(' ') + 1);
            assertThat(received.get())
                    .startsWith(message.length() + " <109>1 2020-06-01T03:05:00.123456Z - mica - ledger-head - ");
            assertThat(SignedHead.read(message.substring(message.indexOf("mica-ledger-head"))))
                    .isPresent();
        }
    }

    @Test
    void another_machines_log_gets_the_head_over_udp() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(10_000);
            run(world.job(LedgerCopy.read("syslog+udp:127.0.0.1:" + server.getLocalPort())));
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            server.receive(packet);
            String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
            assertThat(message).startsWith("<109>1 2020-");
            assertThat(SignedHead.read(message.substring(message.indexOf("mica-ledger-head"))))
                    .isPresent();
        }
    }

    @Test
    void a_log_machine_that_is_away_is_shown() throws IOException {
        int free;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = server.getLocalPort();
        }
        LedgerJob job = world.job(LedgerCopy.read("syslog:127.0.0.1:" + free));
        run(job);
        assertThat(job.state()).isEqualTo(LedgerJob.State.COPY_FAILING);
    }

    @Test
    void the_setting_says_where_the_second_place_is() {
        assertThat(LedgerCopy.read("")).isEqualTo(new LedgerCopy.None());
        assertThat(LedgerCopy.read("/var/log/heads")).isEqualTo(new LedgerCopy.InFile(Path.of("/var/log/heads")));
        assertThat(LedgerCopy.read("syslog:log.example.jp:514"))
                .isEqualTo(new LedgerCopy.BySyslog("log.example.jp", 514, false));
        assertThat(LedgerCopy.read("syslog+udp:[::1]:514")).isEqualTo(new LedgerCopy.BySyslog("::1", 514, true));
        assertThat(LedgerCopy.read("mail:audit@pref.example.jp"))
                .isEqualTo(new LedgerCopy.ByMail(EmailAddress.of("audit@pref.example.jp")));
        for (String wrong : List.of("mail:", "mail:x", "syslog:host", "syslog:host:99999", "syslog::514")) {
            assertThatThrownBy(() -> LedgerCopy.read(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_restored_database_is_noticed_at_the_start_and_nothing_more_is_signed_or_written() throws IOException {
        LedgerCopy copy = new LedgerCopy.InFile(world.copy());
        world.append(2);
        run(world.job(copy));
        DatabaseConfiguration backup = TestDatabases.backup(world.configuration);
        try (Database restored = Database.open("restored", backup)) {
            TestDatabases.refresh(world.database, world.configuration);
            world.append(2);
            run(world.job(copy));
            String lines = Files.readString(world.copy());

            LedgerJob after = world.job(backup, copy);
            run(after);
            assertThat(after.state()).isEqualTo(LedgerJob.State.BROKEN);
            assertThat(new Verification(restored.jdbi(), List.of(world.key.publicKey())).run(world.copy()))
                    .isEqualTo(new Verification.Broken(3, 3, Flaw.CUT_OFF, true));

            // Entries made meanwhile take the numbers of those that are gone.
            for (int i = 0; i < 3; i++) {
                restored.jdbi().useTransaction(tx -> world.ledger.append(tx, LedgerWorld.paused(9)));
            }
            run(after);
            assertThat(after.state()).isEqualTo(LedgerJob.State.BROKEN);
            LedgerJob again = world.job(backup, copy);
            run(again);
            assertThat(again.state()).isEqualTo(LedgerJob.State.BROKEN);
            assertThat(Files.readString(world.copy())).isEqualTo(lines);

            LedgerJob elsewhere = world.job(backup, new LedgerCopy.InFile(world.folder.resolve("new.log")));
            run(elsewhere);
            assertThat(elsewhere.state()).isEqualTo(LedgerJob.State.WELL);
        }
    }
}
