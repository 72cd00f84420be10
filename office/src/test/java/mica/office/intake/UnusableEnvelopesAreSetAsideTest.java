package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.text.TestLanguages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableEnvelopesAreSetAsideTest {

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
    void unusable_envelopes_are_quarantined_and_their_neighbours_go_through() {
        Envelope good = given.checkIn("visitor@example.jp", given.entrance);
        byte[] flipped = given.checkIn("flipped@example.jp", given.entrance).toBytes();
        flipped[60] ^= 1;
        byte[] cut = Arrays.copyOf(good.toBytes(), 80);
        Envelope swapped = given.checkIn("swapped@example.jp", given.entrance);
        Envelope elsewhere = new Envelope(
                EnvelopeKind.CHECK_IN,
                swapped.id(),
                swapped.day(),
                swapped.epoch(),
                swapped.row(),
                new CheckIn(given.otherEntrance, given.now(), TestLanguages.JA).toBytes(),
                swapped.sealed());
        given.put(flipped, cut, "no envelope, but long enough to be put".getBytes(StandardCharsets.US_ASCII))
                .put(elsewhere, given.application("{}"), good)
                .checksIn("nowhere@example.jp", given.unknownSpot());

        assertThat(given.taken()).isEqualTo(7);

        assertThat(given.number("quarantine")).isEqualTo(6);
        assertThat(given.rows("select id from visit")).containsExactly(good.id().toString());
    }
}
