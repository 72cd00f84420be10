package mica.office.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mica.exchange.address.EmailAddress;
import mica.office.message.SentMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can reach the return paths: from the internet by mail, or the listener itself. */
class BounceAttacksTest {

    private static final String ATTACKER = "attacker@example.jp";
    private static final EmailAddress VICTIM = EmailAddress.of("victim@example.jp");

    @TempDir
    Path folder;

    @Test
    void a_report_in_someone_elses_name_concerns_its_return_path_alone() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            given.confirmation(VICTIM.wireForm());
            for (int day = 0; day < 3; day++) {
                given.back(
                        given.confirmation(ATTACKER),
                        BounceWorld.report("failed", "5.1.1", VICTIM.wireForm())
                                .replace("To: bounce@mica.example.jp", "To: " + VICTIM.wireForm()));
                given.now = given.now.plus(Duration.ofDays(1));
            }
            assertThat(given.dead().isDead(VICTIM)).isFalse();
            assertThat(given.dead().isDead(EmailAddress.of(ATTACKER))).isTrue();
        }
    }

    @Test
    void forged_and_changed_tokens_are_refused_and_counted() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(VICTIM.wireForm());
            String report = BounceWorld.report("failed", "5.1.1", VICTIM.wireForm());
            char last = path.charAt(30);
            List<String> forged = List.of(
                    path.substring(0, 30) + (last == 'a' ? 'b' : 'a') + path.substring(31),
                    "bounce@mica.example.jp",
                    "bounce+" + "a".repeat(53) + "@mica.example.jp",
                    path.replace("mica.example.jp", "evil.example.jp"),
                    "x' or 1=1",
                    "bounce+" + "a".repeat(250) + "@x");
            for (String one : forged) {
                assertThat(given.back(one, report)).startsWith("550 5.1.1");
            }
            assertThat(given.tally("FORGED")).isEqualTo(forged.size());
            assertThat(given.count("select count(*) from mail where came_back is not null"))
                    .isZero();
        }
    }

    @Test
    void a_token_replayed_a_thousand_times_is_one_return() throws Exception {
        try (BounceWorld given = new BounceWorld(folder);
                Lmtp client = given.client().greeted()) {
            String path = given.confirmation(ATTACKER);
            String report = BounceWorld.report("failed", "5.1.1", ATTACKER);
            int taken = 0;
            for (int i = 0; i < 1_000; i++) {
                taken += client.deliver(path, report).startsWith("250") ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1_000);
            assertThat(given.count("select count(*) from dead_address")).isEqualTo(1);
            assertThat(given.count("select count(*) from bounce_tally")).isEqualTo(2);
            assertThat(given.tally("CAME_BACK")).isEqualTo(1);
        }
    }

    @Test
    void a_token_of_an_erased_visit_tells_and_does_nothing() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(ATTACKER);
            String ofNotice = given.notice(ATTACKER).getFirst();
            given.office.jdbi().useHandle(handle -> handle.execute("delete from mail; delete from recipient"));
            String report = BounceWorld.report("failed", "5.1.1", ATTACKER);
            assertThat(given.back(path, report)).isEqualTo("250 2.0.0 noted");
            assertThat(given.back(ofNotice, report)).isEqualTo("250 2.0.0 noted");
            assertThat(given.tally("GONE")).isEqualTo(2);
            assertThat(given.count("select count(*) from dead_address")).isZero();
        }
    }

    @Test
    void large_and_endless_messages_are_dropped_and_the_next_is_taken() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(ATTACKER);
            try (Lmtp client = given.client().greeted()) {
                assertThat(client.deliver(path, ("x".repeat(998) + "\r\n").repeat(300)))
                        .startsWith("552 5.3.4");
                assertThat(client.deliver(path, BounceWorld.report("failed", "5.1.1", "x@y")))
                        .startsWith("250");
            }
        }
    }

    @Test
    void nothing_within_a_message_passes_for_its_end() throws Exception {
        try (BounceWorld given = new BounceWorld(folder);
                Lmtp client = given.client().greeted()) {
            String path = given.confirmation(ATTACKER);
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<" + path + ">");
            client.say("DATA");
            for (String end : List.of("\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\rx")) {
                client.write("x" + end + "MAIL FROM:<>\r\n");
            }
            assertThat(client.say("\r\n.")).startsWith("250 2.0.0 noted");
            assertThat(client.say("NOOP")).startsWith("250");
        }
    }

    @Test
    void a_client_that_drips_loses_its_place_in_time() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            long begun = System.nanoTime();
            try (Lmtp client = given.client()) {
                client.reply();
                boolean there = true;
                while (there
                        && System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
                    try {
                        client.write("L");
                        Thread.sleep(50);
                    } catch (java.io.IOException cut) {
                        there = false;
                    }
                }
                assertThat(there).isFalse();
            }
        }
    }

    @Test
    void clients_that_hold_every_place_free_them_by_their_silence() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            List<Lmtp> silent = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                silent.add(given.client());
            }
            String path = given.confirmation(ATTACKER);
            String reply = "";
            for (int attempt = 0; attempt < 1_000 && !reply.startsWith("250"); attempt++) {
                Thread.sleep(100);
                try {
                    reply = given.back(path, BounceWorld.report("failed", "5.1.1", "x@y"));
                } catch (java.io.IOException full) {
                    reply = "";
                }
            }
            assertThat(reply).startsWith("250");
            for (Lmtp client : silent) {
                client.close();
            }
        }
    }

    @Test
    void garbage_ends_a_connection_and_nothing_else() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            Random random = new Random(9);
            for (int i = 0; i < 20; i++) {
                byte[] garbage = new byte[3_000];
                random.nextBytes(garbage);
                try (Lmtp client = given.client()) {
                    client.write(new String(garbage, java.nio.charset.StandardCharsets.ISO_8859_1) + "\r\n".repeat(50));
                    while (!client.reply().isEmpty()) {
                        continue;
                    }
                } catch (java.io.IOException cut) {
                    continue;
                }
            }
            String path = given.confirmation(ATTACKER);
            assertThat(given.back(path, BounceWorld.report("failed", "5.1.1", "x@y")))
                    .startsWith("250");
        }
    }

    @Test
    void a_report_of_a_thousand_parts_is_read_within_its_limits() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(ATTACKER);
            StringBuilder nested = new StringBuilder(
                    "Content-Type: multipart/report; report-type=delivery-status;" + " boundary=b0\r\n\r\n");
            for (int i = 0; i < 800; i++) {
                nested.append("--b")
                        .append(i)
                        .append("\r\nContent-Type: multipart/mixed; boundary=b")
                        .append(i + 1)
                        .append("\r\n\r\n");
            }
            assertThat(given.back(path, nested.toString())).startsWith("250");
            StringBuilder headers = new StringBuilder();
            for (int i = 0; i < 3_000; i++) {
                headers.append("X-").append(i).append(": y\r\n");
            }
            assertThat(given.back(path, headers + "\r\nx\r\n")).startsWith("250");
            assertThat(given.tally("UNREADABLE")).isEqualTo(2);
            assertThat(given.returnPaths.read(path).orElseThrow()).isInstanceOf(SentMail.Door.class);
        }
    }
}
