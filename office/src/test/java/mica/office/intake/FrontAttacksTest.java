package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Envelope;
import mica.office.audience.AudienceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What who holds the front's credentials brings about in the office. */
class FrontAttacksTest {

    @TempDir
    Path folder;

    private IntakeWorld given;

    @BeforeEach
    void open() {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void the_directory_does_not_tell_whether_a_person_was_here_minutes_ago() {
        given.checksIn("visitor@example.jp", given.entrance).taken();

        Envelope known = given.checkIn("visitor@example.jp", given.entrance);
        Envelope unknown = given.checkIn("other@example.jp", given.entrance);
        given.put(known).taken();
        given.put(unknown).taken();

        assertThat(seen(known)).isEqualTo(seen(unknown)).contains("SENT");
        assertThat(given.number("visit")).isEqualTo(3);
        assertThat(given.number("mail")).isEqualTo(2);
    }

    /** What the directory shows of a check-in, but for a nonce. */
    private String seen(Envelope checkIn) {
        Receipt receipt =
                given.directory.receipt(given.linkOf(checkIn).confirming()).orElseThrow();
        return receipt.state() + " " + receipt.day() + " " + receipt.oneLink() + " " + receipt.place().length;
    }

    @Test
    void a_flood_of_junk_is_set_aside_and_those_in_between_go_through() {
        Random random = new Random(11);
        byte[][] junk = new byte[1200][];
        for (int i = 0; i < junk.length; i++) {
            junk[i] = new byte[26 + random.nextInt(500)];
            random.nextBytes(junk[i]);
            // Some look like an envelope up to their kind.
            junk[i][0] = (byte) (i % 4);
            junk[i][1] = (byte) (i % 9);
        }
        given.checksIn("first@example.jp", given.entrance);
        given.put(junk);
        given.checksIn("last@example.jp", given.entrance);

        while (given.taken() > 0) {
            assertThat(given.number("quarantine")).isPositive();
        }

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 2));
        assertThat(given.number("quarantine")).isEqualTo(1200);
    }
}
