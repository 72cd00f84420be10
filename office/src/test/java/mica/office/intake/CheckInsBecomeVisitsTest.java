package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import mica.exchange.directory.Receipt;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.Erasure;
import mica.office.audience.AudienceStore;
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

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 1));
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
    void a_second_registration_with_one_address_is_a_visit_of_its_own_and_shares_the_mail() {
        Envelope parent = given.checkIn("visitor@example.jp", given.entrance);
        given.put(parent).checksIn("Visitor@Example.jp", given.entrance).taken();
        given.later(Duration.ofMinutes(2))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();
        given.later(Duration.ofMinutes(2))
                .checksIn("visitor@example.jp", given.otherEntrance)
                .taken();
        assertThat(given.number("visit")).isEqualTo(4);
        assertThat(given.number("mail")).as("one for each door").isEqualTo(2);
        assertThat(given.count(given.venue)).as("one person").isEqualTo(new AudienceStore.Count(0, 1));

        given.confirms(given.linkOf(parent)).taken();
        assertThat(given.number("visit where confirmed_at is not null")).isEqualTo(3);
        given.erases(Erasure.Scope.THIS_VISIT, given.linkOf(parent)).taken();
        assertThat(given.number("visit")).as("both were of this one mail").isEqualTo(1);
        assertThat(given.directory
                        .receipt(given.linkOf(parent).confirming())
                        .orElseThrow()
                        .state())
                .isEqualTo(Receipt.State.ERASED);
    }

    @Test
    void an_hour_later_there_is_a_mail_again_and_after_an_erasure_too() {
        Envelope first = given.checkIn("visitor@example.jp", given.entrance);
        given.put(first).taken();
        given.erases(Erasure.Scope.THIS_VISIT, given.linkOf(first)).taken();
        given.checksIn("visitor@example.jp", given.entrance).taken();
        assertThat(given.number("mail")).isEqualTo(1);
        assertThat(given.number("visit")).isEqualTo(1);
        given.later(Duration.ofHours(1))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();
        assertThat(given.number("mail")).isEqualTo(2);
    }

    @Test
    void what_one_page_sends_twice_is_one_visit_in_one_chunk_and_in_two() {
        UUID same = UUID.randomUUID();
        given.put(
                        given.checkIn(same, "visitor@example.jp", given.entrance),
                        given.checkIn(same, "visitor@example.jp", given.entrance))
                .taken();
        given.later(Duration.ofSeconds(3))
                .put(given.checkIn(same, "visitor@example.jp", given.entrance))
                .taken();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("mail where cardinality(also_for) = 0")).isEqualTo(1);
        assertThat(given.number("quarantine")).isZero();

        UUID child = UUID.randomUUID();
        given.put(given.checkIn(child, "visitor@example.jp", given.entrance)).taken();
        given.put(
                        given.checkIn(child, "visitor@example.jp", given.entrance),
                        given.checkIn(child, "visitor@example.jp", given.entrance))
                .taken();
        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("mail where cardinality(also_for) = 1")).isEqualTo(1);
    }

    @Test
    void one_address_that_registers_for_ever_is_bounded() {
        for (int i = 0; i < 120; i++) {
            given.checksIn("visitor@example.jp", given.entrance);
        }
        given.taken();
        assertThat(given.number("mail")).isEqualTo(1);
        assertThat(given.number("visit")).isEqualTo(51);
    }

    @Test
    void who_reads_the_database_sees_no_two_registrations_of_one_person_but_those_of_one_mail() {
        for (int i = 0; i < 6; i++) {
            given.checksIn("visitor@example.jp", given.entrance).taken();
            given.later(Duration.ofMinutes(4));
        }
        assertThat(given.number("visit where door_tag is not null"))
                .isEqualTo(given.number("(select distinct door_tag from visit where door_tag is not null) as tags"))
                .isEqualTo(given.number("mail"))
                .isEqualTo(3);
        assertThat(given.number("(select distinct masked_tag from visit) as tags"))
                .isEqualTo(6);
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

        assertThat(given.count(given.venue, given.otherVenue)).isEqualTo(new AudienceStore.Count(0, 2));
        assertThat(given.number("(select distinct masked_tag from visit) as tags"))
                .isEqualTo(4);
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
