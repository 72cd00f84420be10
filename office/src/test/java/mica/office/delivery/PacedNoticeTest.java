package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.office.ledger.LedgerReading;
import mica.office.notice.Notice;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice of which many people have a provider that takes mails slowly. */
class PacedNoticeTest {

    private static final Pattern OPENED = Pattern.compile("ADDRESSES_OPENED .*count=(\\d+),.*");

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void make() {
        world = new NoticeWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_chunk_comes_back_for_a_worthwhile_part_of_those_who_wait_and_opens_nobody_else() throws IOException {
        Path table = folder.resolve("providers");
        Files.writeString(table, """
                slow 4 50 example0.jp example2.jp example4.jp example6.jp example8.jp example10.jp example12.jp
                slow 4 50 example14.jp example16.jp example18.jp
                others 1000 100000 *
                """);
        world.pace = new Pace(Providers.read(table));
        try (FaultyRelay relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME")) {
            Crowd crowd = Crowd.of(world, 1_200);
            Notice notice = world.approved(world.content());
            Instant begun = world.now;
            try (NoticeDelivery delivery = world.delivery(relay.relay())) {
                delivery.start();
                NoticeWorld.until(() -> {
                    passWhenAllWait();
                    return world.stored(notice.id()).state().isOver();
                });
            }
            assertThat(relay.received())
                    .extracting(FaultyRelay.Received::to)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(crowd.addresses());
            // 600 people at 50 a second, less what went at once.
            assertThat(Duration.between(begun, world.now)).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(15));
            // Once for everyone, and again for about a hundred of those who wait.
            int chunks = world.count("select count(*) from recipient_chunk");
            assertThat(world.count("select sum(epoch) from recipient_chunk")).isBetween(chunks + 6, 2 * chunks + 8);
            List<Integer> opened = opened();
            assertThat(opened).doesNotContain(0).hasSizeLessThanOrEqualTo(2 * chunks + 6);
            assertThat(opened.stream().mapToInt(Integer::intValue).sum()).isBetween(1_200 + 500, 1_200 + 640);
        }
    }

    private void passWhenAllWait() {
        if (world.count("select count(*) from recipient_chunk where not done and (leased_until > clock_timestamp()"
                        + " or next_attempt_at <= '" + world.now + "')")
                == 0) {
            world.now = world.now.plusMillis(100);
        }
    }

    /** How many people each opening of the ledger says. */
    private List<Integer> opened() {
        return LedgerReading.of(world.office.jdbi()).stream()
                .map(OPENED::matcher)
                .filter(Matcher::matches)
                .map(entry -> Integer.parseInt(entry.group(1)))
                .toList();
    }
}
