package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What floods one door waits there. */
class FloodedDoorTest {

    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    /** So many people at one door, each with an address of their own. */
    private void crowdAtEntrance(int people) {
        given.put(IntStream.range(0, people)
                .mapToObj(i -> given.checkIn("v" + i + "@example.jp", given.entrance))
                .toArray(Envelope[]::new));
    }

    @Test
    void a_stadium_gate_with_one_code_costs_each_visitor_as_much_as_the_first() throws Exception {
        int people = 6_000;
        for (int i = 0; i < people; i += 1_500) {
            crowdAtEntrance(1_500);
            while (given.taken() > 0) {}
            given.later(Duration.ofSeconds(20));
        }
        // Each thousand and a half came with the addresses of the one before, within five minutes.
        assertThat(given.number("visit")).isEqualTo(people);
        assertThat(given.number("mail")).isEqualTo(1_500);
        assertThat(RowsRead.of(given.office(), "^visit_2", "n_tup_ins", people))
                .as("rows of visits read for %d check-ins and their count", people)
                .isLessThan(people * 5L);
    }

    @Test
    void who_comes_to_another_door_does_not_wait_behind_a_flood() {
        crowdAtEntrance(1_900);
        given.checksIn("visitor@example.jp", given.otherEntrance);
        Envelope late = given.checkIn("late@example.jp", given.entrance);
        given.put(late).confirms(given.foreignLink());

        given.taken();

        assertThat(given.number("visit where venue_code = '" + given.otherVenue.value() + "'"))
                .isEqualTo(1);
        assertThat(given.rows("select bytes::text from quarantine")).isEmpty();
        assertThat(waiting("substring(bytes from 2 for 1) <> '\\x01'"))
                .as("other kinds")
                .isZero();
        assertThat(waiting("true")).as("of the flood, the chunk was filled").isEqualTo(1_901 - 498);
        assertThat(given.number("visit where id = '" + late.id() + "'"))
                .as("within a line the oldest go first")
                .isZero();
        while (given.taken() > 0) {}
        assertThat(given.number("visit")).isEqualTo(1_902);
    }

    @Test
    void two_doors_that_are_flooded_take_turns_from_where_the_last_turn_ended() {
        for (int i = 0; i < 600; i++) {
            given.checksIn("a" + i + "@example.jp", i % 2 == 0 ? given.entrance : given.otherEntrance);
        }
        given.taken();
        assertThat(given.number("visit where venue_code = '" + given.venue.value() + "'"))
                .isBetween(200, 300);
    }

    @Test
    void an_epoch_announced_behind_a_flood_comes_before_its_rows() {
        crowdAtEntrance(1_500);
        Epoch epoch = given.epoch();
        given.put(
                EpochAnnouncement.of(epoch).toBytes(),
                given.checkIn(epoch, "visitor@example.jp", given.otherEntrance).toBytes());
        given.taken();
        assertThat(given.number("quarantine")).isZero();
        assertThat(given.number("visit where venue_code = '" + given.otherVenue.value() + "'"))
                .isEqualTo(1);
    }

    @Test
    void taking_a_chunk_reads_no_more_of_a_full_mailbox_than_of_an_empty_one() throws Exception {
        given.checksIn("visitor@example.jp", given.entrance).taken();
        given.exchange().useHandle(handle -> handle.execute("""
                insert into mailbox.envelope (bytes)
                select substring(decode(repeat(md5(n::text), 4), 'hex') from 1 for 1) || '\\x01'
                       || decode(repeat('00', 42), 'hex') || 'AAAAAAAAAA' || decode(md5(n::text), 'hex')
                from generate_series(1, 100000) n
                """));
        given.checksIn("other@example.jp", given.otherEntrance);
        given.taken();
        given.taken();
        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(RowsRead.of(given.exchange(), "^envelope$", "n_tup_del", 1_001))
                .as("rows read for two chunks of a hundred thousand")
                .isLessThan(10_000);
    }

    private int waiting(String condition) {
        return given.exchange()
                .withHandle(handle -> handle.createQuery("select count(*) from mailbox.envelope where " + condition)
                        .mapTo(Integer.class)
                        .one());
    }
}
