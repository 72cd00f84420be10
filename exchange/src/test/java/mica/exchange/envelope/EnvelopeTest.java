package mica.exchange.envelope;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.exchange.seal.TestKeys;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private static final Random RANDOM = new Random(7);

    private static final CheckIn CHECK_IN =
            new CheckIn(SpotCode.random(RANDOM), Instant.parse("2026-04-12T01:30:00.123Z"), Language.EN);

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final byte[] CONTENT = {1, 2, 3};
    private static final Map<KeyPurpose, TestKeys> KEYS = Map.of(
            KeyPurpose.FORM,
            TestKeys.generate(),
            KeyPurpose.DOOR,
            TestKeys.generate(),
            KeyPurpose.DAY,
            TestKeys.generate());
    private static final Epoch EPOCH = Epoch.begin(
            DAY,
            KEYS.entrySet().stream()
                    .map(pair -> pair.getValue().key(DAY, pair.getKey()))
                    .toList());

    private static final Envelope ENVELOPE = Envelope.sealed(
            EnvelopeKind.CHECK_IN,
            new UUID(1, 2),
            CHECK_IN.toBytes(),
            CONTENT,
            EPOCH.next(EnvelopeKind.CHECK_IN.seals()).orElseThrow());

    private static byte[] seed(KeyPurpose purpose) {
        return requireNonNull(KEYS.get(purpose)).unwrap(DAY, purpose, EPOCH.id(), EPOCH.wrap(purpose));
    }

    /** What the office reads first: nothing when the envelope is unusable. */
    private static Optional<byte[]> opened(byte[] bytes) {
        try {
            Envelope envelope = Envelope.fromBytes(bytes);
            return envelope.seal(KeyPurpose.DOOR).open(seed(KeyPurpose.DOOR), envelope.associated(KeyPurpose.DOOR));
        } catch (MalformedEnvelopeException | IndexOutOfBoundsException unusable) {
            return Optional.empty();
        }
    }

    @Test
    void both_seals_open_with_their_own_keys() {
        assertThat(opened(ENVELOPE.toBytes())).contains(CONTENT);
        Seal day = ENVELOPE.seal(KeyPurpose.DAY);
        assertThat(day.open(seed(KeyPurpose.DAY), ENVELOPE.associated(KeyPurpose.DAY)))
                .contains(CONTENT);
        assertThat(ENVELOPE.associated(KeyPurpose.DAY))
                .isEqualTo(Envelope.associatedOfLast(
                        ENVELOPE.kind(), ENVELOPE.id(), ENVELOPE.day(), ENVELOPE.open(), day));
    }

    @Test
    void no_bit_can_be_flipped_without_the_first_seal_noticing() {
        byte[] bytes = ENVELOPE.toBytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(opened(changed)).as("bit " + bit).isEmpty();
        }
    }

    @Test
    void seals_cannot_be_swapped_between_envelopes() {
        Envelope other = Envelope.sealed(
                EnvelopeKind.CHECK_IN,
                new UUID(1, 2),
                CHECK_IN.toBytes(),
                new byte[] {4, 5, 6},
                EPOCH.next(EnvelopeKind.CHECK_IN.seals()).orElseThrow());
        Envelope mixed = new Envelope(
                ENVELOPE.kind(),
                ENVELOPE.id(),
                ENVELOPE.day(),
                ENVELOPE.epoch(),
                ENVELOPE.row(),
                ENVELOPE.open(),
                List.of(ENVELOPE.sealed().getFirst(), other.sealed().getLast()));
        assertThat(opened(other.toBytes())).isPresent();
        assertThat(opened(mixed.toBytes())).isEmpty();
    }

    @Test
    void an_announcement_comes_back_and_a_changed_one_is_not_proven() {
        EpochAnnouncement announcement = EpochAnnouncement.of(EPOCH);
        byte[] bytes = announcement.toBytes();
        EpochAnnouncement read = EpochAnnouncement.fromBytes(bytes);
        assertThat(read.epoch()).isEqualTo(EPOCH.id());
        assertThat(read.day()).isEqualTo(DAY);
        assertThat(read.wraps().get(KeyPurpose.DAY)).isEqualTo(EPOCH.wrap(KeyPurpose.DAY));
        assertThat(read.isProven(seed(KeyPurpose.FORM))).isTrue();
        for (int octet = 2; octet < bytes.length; octet++) {
            byte[] changed = bytes.clone();
            changed[octet] ^= 1;
            assertThat(EpochAnnouncement.fromBytes(changed).isProven(seed(KeyPurpose.FORM)))
                    .as("octet " + octet)
                    .isFalse();
        }
        assertThatThrownBy(() -> EpochAnnouncement.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(MalformedEnvelopeException.class);
        assertThat(EpochAnnouncement.isOne(ENVELOPE.toBytes())).isFalse();
    }

    @Test
    void an_envelope_and_its_parts_come_back_unchanged() {
        assertThat(Envelope.fromBytes(ENVELOPE.toBytes())).isEqualTo(ENVELOPE);
        assertThat(CheckIn.fromBytes(ENVELOPE.open())).isEqualTo(CHECK_IN);
        Erasure erasure = new Erasure(Erasure.Scope.ALL_VISITS, LinkToken.random(RANDOM));
        assertThat(Erasure.fromBytes(erasure.toBytes())).isEqualTo(erasure);
        LinkToken link = LinkToken.random(RANDOM);
        assertThat(LinkToken.read(link.text())).contains(link);
    }

    @Test
    void octets_cut_off_anywhere_are_refused() {
        byte[] bytes = ENVELOPE.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Envelope.fromBytes(cut)).isInstanceOf(MalformedEnvelopeException.class);
        }
        assertThatThrownBy(() -> Envelope.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedEnvelopeException.class);
    }

    @Test
    void flipped_bits_are_read_or_refused_and_nothing_else() {
        flipped(ENVELOPE.toBytes(), Envelope::fromBytes);
        flipped(CHECK_IN.toBytes(), CheckIn::fromBytes);
        flipped(new Erasure(Erasure.Scope.THIS_VISIT, LinkToken.random(RANDOM)).toBytes(), Erasure::fromBytes);
        for (int n = 0; n < 2_000; n++) {
            byte[] noise = new byte[RANDOM.nextInt(200)];
            RANDOM.nextBytes(noise);
            readOrRefused(noise, Envelope::fromBytes);
            readOrRefused(noise, CheckIn::fromBytes);
            readOrRefused(noise, Erasure::fromBytes);
        }
    }

    private static void flipped(byte[] bytes, Function<byte[], Object> reading) {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            readOrRefused(changed, reading);
        }
    }

    private static void readOrRefused(byte[] bytes, Function<byte[], Object> reading) {
        try {
            assertThat(reading.apply(bytes)).isNotNull();
        } catch (MalformedEnvelopeException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Test
    void every_seal_is_bound_to_its_purpose_and_head() {
        assertThat(EnvelopeKind.CHECK_IN.seals().stream()
                        .map(ENVELOPE::associated)
                        .map(Arrays::toString))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_token_of_a_wrong_shape_is_no_token() {
        assertThat(LinkToken.read(null)).isEmpty();
        assertThat(LinkToken.read("xyz")).isEmpty();
        assertThat(LinkToken.read("g".repeat(40))).isEmpty();
        assertThat(LinkToken.read("a".repeat(41))).isEmpty();
    }
}
