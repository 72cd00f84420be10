package mica.app.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final Instant NOON = Instant.parse("2026-04-12T03:00:00Z");

    @TempDir
    Path directory;

    @Test
    void mails_are_there_again_after_a_restart() throws Exception {
        Spool before = new Spool(directory, 1 << 20, 100);
        add(before, 1);
        add(before, 2);

        Spool spool = new Spool(directory, 1 << 20, 100);
        add(spool, 3);

        assertThat(spool.count()).isEqualTo(3);
        assertThat(subjects(spool)).containsExactly("mail 3", "mail 2", "mail 1");
        ReceivedMail first = spool.find(1).orElseThrow();
        assertThat(first.envelopeTo()).containsExactly("a@example.jp");
        assertThat(first.receivedAt()).isEqualTo(NOON);
        assertThat(new String(spool.raw(first).orElseThrow(), UTF_8)).isEqualTo("Subject: mail 1\r\n\r\nx\r\n");
    }

    @Test
    void what_is_no_whole_mail_is_left_out_and_the_others_are_there() throws Exception {
        add(new Spool(directory, 1 << 20, 100), 1);
        Files.writeString(directory.resolve("arriving"), "{\"receivedAt\":\"2026-");
        Files.writeString(directory.resolve("2.mail"), "Subject: put here by hand\r\n\r\nx\r\n");

        Spool spool = new Spool(directory, 1 << 20, 100);

        assertThat(subjects(spool)).containsExactly("mail 1");
        add(spool, 2);
        assertThat(subjects(spool)).containsExactly("mail 2", "mail 1");
    }

    @Test
    void each_mail_is_a_file_that_people_can_read() throws Exception {
        add(new Spool(directory, 1 << 20, 100), 1);

        assertThat(Files.readString(files().getFirst()))
                .isEqualTo(
                        "{\"receivedAt\":\"2026-04-12T03:00:00Z\",\"from\":\"b@example.jp\",\"to\":[\"a@example.jp\"]}\n"
                                + "Subject: mail 1\r\n\r\n"
                                + "x\r\n");
    }

    @Test
    void the_oldest_mails_make_room_for_new_ones() throws Exception {
        Spool spool = new Spool(directory, 1 << 20, 100);
        for (int i = 1; i <= 1_000; i++) {
            add(spool, i);
        }
        assertThat(spool.count()).isEqualTo(100);
        assertThat(subjects(spool)).hasSize(100).startsWith("mail 1000").endsWith("mail 901");
        assertThat(spool.find(1)).isEmpty();
        assertThat(files()).hasSize(100);
    }

    @Test
    void the_disk_is_not_filled_beyond_the_limit() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        Spool spool = new Spool(directory, 40 << 20, 1_000);
        for (int i = 0; i < 100; i++) {
            spool.add(NOON, "", List.of("a@example.jp"), megabyte);
        }
        assertThat(spool.count()).isEqualTo(40);
        assertThat(files()).hasSize(40);
    }

    @Test
    void an_emptied_inbox_leaves_no_file() throws Exception {
        Spool spool = new Spool(directory, 1 << 20, 100);
        add(spool, 1);

        spool.clear();

        assertThat(spool.count()).isZero();
        assertThat(files()).isEmpty();
    }

    private static void add(Spool spool, int number) {
        spool.add(
                NOON,
                "b@example.jp",
                List.of("a@example.jp"),
                ("Subject: mail " + number + "\r\n\r\nx\r\n").getBytes(UTF_8));
    }

    private static List<String> subjects(Spool spool) {
        return spool.newestFirst(Search.EVERYTHING, Long.MAX_VALUE)
                .map(ReceivedMail::subject)
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
