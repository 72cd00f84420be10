package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Envelope;
import mica.office.visit.VisitStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckInsBecomeVisitsTest {

    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void a_check_in_becomes_a_visit_a_mail_and_a_receipt() {
        Envelope envelope = given.checkIn("visitor@example.jp", given.entrance);

        assertThat(given.put(envelope).taken()).isEqualTo(1);

        assertThat(given.count(given.venue)).isEqualTo(new VisitStore.Count(0, 1));
        assertThat(given.rows("select kind || ' ' || state from mail")).containsExactly("CONFIRMATION QUEUED");
        assertThat(given.directory.receipt(given.linkOf(envelope).confirming())).hasValueSatisfying(receipt -> {
            assertThat(receipt.state()).isEqualTo(Receipt.State.SENT);
            assertThat(receipt.day()).isEqualTo(IntakeWorld.TODAY);
            assertThat(receipt.oneLink()).isFalse();
        });
        assertThat(given.number("quarantine")).isZero();
        assertThat(given.taken()).isZero();
    }

    @Test
    void the_same_envelope_twice_is_one_visit_and_one_mail() {
        Envelope envelope = given.checkIn("visitor@example.jp", given.entrance);
        assertThat(given.put(envelope).taken()).isEqualTo(1);
        assertThat(given.put(envelope).taken()).isEqualTo(1);

        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("mail")).isEqualTo(1);
    }

    @Test
    void a_second_tap_is_no_second_visit_but_a_later_one_is() {
        given.checksIn("visitor@example.jp", given.entrance)
                .checksIn("Visitor@Example.jp", given.entrance)
                .taken();
        given.later(Duration.ofMinutes(2))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();
        assertThat(given.number("visit")).isEqualTo(1);

        given.later(Duration.ofHours(1))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();
        assertThat(given.number("visit")).isEqualTo(2);
    }

    @Test
    void a_person_counts_once_over_days_and_venues() {
        given.checksIn("visitor@example.jp", given.entrance)
                .checksIn("visitor@example.jp", given.otherEntrance)
                .checksIn("other@example.jp", given.entrance)
                .taken();
        given.later(Duration.ofDays(1))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();

        assertThat(given.count(given.venue, given.otherVenue)).isEqualTo(new VisitStore.Count(0, 2));
        assertThat(given.number("(select distinct masked_tag from visit)")).isEqualTo(4);
    }

    @Test
    void a_day_without_its_partition_is_opened_by_the_first_check_in() {
        given.withoutPartition(IntakeWorld.TODAY)
                .checksIn("visitor@example.jp", given.entrance)
                .checksIn("other@example.jp", given.otherEntrance)
                .taken();

        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("quarantine")).isZero();
        assertThat(given.partitions()).contains(IntakeWorld.TODAY);
    }
}
