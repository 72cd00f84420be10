package mica.app.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
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
        try (Spool spool = new Spool(directory, 1 << 20, 100)) {
            add(spool, 1);
            add(spool, 2);
        }
        try (Spool spool = new Spool(directory, 1 << 20, 100)) {
            add(spool, 3);
            assertThat(spool.count()).isEqualTo(3);
            assertThat(subjects(spool)).containsExactly("mail 3", "mail 2", "mail 1");
            Message first = spool.find(1).orElseThrow();
            assertThat(first.envelopeTo()).containsExactly("a@example.jp");
            assertThat(first.receivedAt()).isEqualTo(NOON);
            assertThat(new String(spool.raw(first).orElseThrow(), UTF_8)).isEqualTo("Subject: mail 1\r\n\r\nx\r\n");
        }
    }

    @Test
    void a_mail_that_a_crash_cut_short_is_left_out() throws Exception {
        try (Spool spool = new Spool(directory, 1 << 20, 100)) {
            add(spool, 1);
            add(spool, 2);
        }
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3), StandardOpenOption.TRUNCATE_EXISTING);

        try (Spool spool = new Spool(directory, 1 << 20, 100)) {
            assertThat(subjects(spool)).containsExactly("mail 1");
            add(spool, 3);
            assertThat(subjects(spool)).containsExactly("mail 3", "mail 1");
        }
    }

    @Test
    void the_oldest_mails_make_room_for_new_ones() throws Exception {
        try (Spool spool = new Spool(directory, 1 << 20, 100)) {
            for (int i = 1; i <= 1_000; i++) {
                add(spool, i);
            }
            assertThat(spool.count()).isBetween(90, 100);
            assertThat(subjects(spool)).hasSize(spool.count()).startsWith("mail 1000");
            assertThat(spool.find(1)).isEmpty();
            assertThat(files()).hasSizeLessThanOrEqualTo(11);
        }
    }

    @Test
    void the_disk_is_not_filled_beyond_the_limit() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        try (Spool spool = new Spool(directory, 40 << 20, 1_000)) {
            for (int i = 0; i < 100; i++) {
                spool.add(NOON, "", List.of("a@example.jp"), megabyte);
            }
            long used = 0;
            for (Path file : files()) {
                used += Files.size(file);
            }
            assertThat(used).isBetween(20L << 20, 40L << 20);
        }
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
                .map(Message::subject)
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
