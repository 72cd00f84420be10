package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import mica.exchange.envelope.Envelope;
import mica.exchange.seal.KeyPurpose;
import mica.office.keys.Opener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingStaysReadableTest {

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
    void no_table_of_either_database_holds_the_address() {
        given.checksIn("unmistakable@example.jp", given.entrance);
        assertThat(given.everything()).contains("審査担当").doesNotContain("unmistakable");
        given.taken();
        assertThat(given.everything()).doesNotContain("unmistakable");
    }

    @Test
    void after_the_retention_keys_and_rows_are_gone() {
        given.checksIn("visitor@example.jp", given.entrance).taken();
        assertThat(given.keys.days()).contains(IntakeWorld.TODAY);

        given.later(Duration.ofDays(IntakeWorld.RETENTION)).dayWorkDone();
        assertThat(given.number("visit")).isEqualTo(1);

        given.later(Duration.ofDays(1)).dayWorkDone();
        assertThat(given.number("visit")).isZero();
        assertThat(given.keys.days()).doesNotContain(IntakeWorld.TODAY);
        assertThat(given.keys.publicKey(IntakeWorld.TODAY, KeyPurpose.DAY)).isEmpty();
        assertThat(given.partitions()).doesNotContain(IntakeWorld.TODAY);
    }

    @Test
    void the_all_day_opener_cannot_open_a_notice_seal() {
        Envelope envelope = given.checkIn("visitor@example.jp", given.entrance);
        Opener allDay = given.allDayOpener();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allDay.open(
                        envelope.day(),
                        KeyPurpose.DAY,
                        envelope.seal(KeyPurpose.DAY),
                        envelope.associated(KeyPurpose.DAY)));
        assertThat(allDay.open(
                        envelope.day(),
                        KeyPurpose.DOOR,
                        envelope.seal(KeyPurpose.DAY),
                        envelope.associated(KeyPurpose.DAY)))
                .isEmpty();
    }
}
