package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.envelope.Erasure;
import mica.exchange.seal.Epoch;
import mica.exchange.text.TestLanguages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochsTest {

    private IntakeWorld given;
    private Epoch epoch;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
        epoch = given.epoch();
    }

    @AfterEach
    void close() {
        given.close();
    }

    private Envelope checkIn(String address) {
        return Envelope.sealed(
                EnvelopeKind.CHECK_IN,
                UUID.randomUUID(),
                new CheckIn(given.entrance, given.now(), TestLanguages.JA).toBytes(),
                address.getBytes(StandardCharsets.US_ASCII),
                epoch.next(EnvelopeKind.CHECK_IN.seals()).orElseThrow());
    }

    private byte[] announcement() {
        return EpochAnnouncement.of(epoch).toBytes();
    }

    private List<String> reasons() {
        return given.rows("select reason from quarantine order by id");
    }

    @Test
    void an_epoch_and_its_rows_come_in_one_chunk() {
        given.put(
                announcement(),
                checkIn("a@example.jp").toBytes(),
                checkIn("b@example.jp").toBytes());
        given.taken();
        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("quarantine")).isZero();
    }

    @Test
    void rows_that_come_before_their_epoch_wait_and_are_not_lost() {
        given.put(checkIn("a@example.jp"), checkIn("b@example.jp")).taken();
        assertThat(given.number("visit")).isZero();
        assertThat(reasons()).containsOnly("its epoch is not known").hasSize(2);

        given.put(announcement()).taken();
        given.taken();
        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("quarantine")).isZero();
    }

    @Test
    void an_epoch_announced_twice_is_one() {
        given.put(announcement(), announcement(), checkIn("a@example.jp").toBytes())
                .taken();
        given.put(announcement(), checkIn("b@example.jp").toBytes()).taken();
        assertThat(given.number("seal_epoch")).isEqualTo(1);
        assertThat(given.number("visit")).isEqualTo(2);
    }

    @Test
    void a_replayed_check_in_does_not_bring_back_an_erased_visit() {
        Envelope recorded = checkIn("a@example.jp");
        given.put(announcement(), recorded.toBytes()).taken();
        given.erases(Erasure.Scope.THIS_VISIT, given.linkOf(recorded)).taken();
        assertThat(given.number("visit")).isZero();

        given.put(recorded, checkIn("b@example.jp")).taken();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(reasons()).containsExactly("seen before");
    }

    @Test
    void a_replayed_wish_to_erase_everything_spares_later_visits() {
        Envelope first = checkIn("a@example.jp");
        given.put(announcement(), first.toBytes()).taken();
        Envelope wish = Envelope.sealed(
                EnvelopeKind.ERASURE,
                UUID.randomUUID(),
                new byte[0],
                new Erasure(Erasure.Scope.ALL_VISITS, given.linkOf(first)).toBytes(),
                epoch.next(EnvelopeKind.ERASURE.seals()).orElseThrow());
        given.put(wish).taken();
        given.put(wish).taken();
        assertThat(reasons()).containsExactly("seen before");
    }

    @Test
    void a_forged_row_does_not_use_up_the_real_one() {
        Envelope real = checkIn("a@example.jp");
        byte[] sealed = real.sealed().getFirst().clone();
        sealed[3] ^= 1;
        Envelope forged = new Envelope(
                real.kind(),
                real.id(),
                real.day(),
                real.epoch(),
                real.row(),
                real.open(),
                List.of(sealed, real.sealed().getLast()));
        given.put(announcement(), forged.toBytes(), real.toBytes()).taken();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(reasons()).containsExactly("door seal does not open");
    }

    @Test
    void every_octet_of_an_announcement_counts() {
        byte[] good = announcement();
        for (int octet = 2; octet < good.length; octet += 97) {
            byte[] changed = good.clone();
            changed[octet] ^= 4;
            given.put(changed, checkIn("a@example.jp").toBytes()).taken();
        }
        assertThat(given.number("seal_epoch")).isZero();
        assertThat(given.number("visit")).isZero();
        int waiting = given.number("quarantine where epoch is not null");
        given.put(good).taken();
        given.taken();
        assertThat(given.number("visit")).isEqualTo(waiting).isGreaterThan(30);
        assertThat(given.number("mail")).isEqualTo(1);
    }

    @Test
    void a_changed_notice_seal_is_noticed_without_the_notice_key() {
        Envelope real = checkIn("a@example.jp");
        byte[] changed = real.toBytes();
        changed[changed.length - 1] ^= 1;
        given.put(announcement(), changed, checkIn("b@example.jp").toBytes()).taken();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(reasons()).containsExactly("door seal does not open");
    }

    @Test
    void a_self_check_of_a_front_is_noted() {
        byte[] sentAt = new byte[8];
        sentAt[7] = 1;
        Envelope sign = Envelope.sealed(
                EnvelopeKind.SELF_CHECK,
                UUID.randomUUID(),
                new byte[0],
                sentAt,
                epoch.next(EnvelopeKind.SELF_CHECK.seals()).orElseThrow());
        given.put(announcement(), sign.toBytes()).taken();
        assertThat(given.rows("select extract(milliseconds from sent_at)::int::text from street_check"))
                .containsExactly("1");
    }
}
