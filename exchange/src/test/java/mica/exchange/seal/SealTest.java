package mica.exchange.seal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final byte[] ADDRESS = "visitor@example.jp".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BOUND = "bound to this".getBytes(StandardCharsets.US_ASCII);

    private final Map<KeyPurpose, TestKeys> keys = new EnumMap<>(KeyPurpose.class);

    private Epoch begin() {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.put(purpose, TestKeys.generate());
        }
        return Epoch.begin(
                DAY,
                keys.entrySet().stream()
                        .map(pair -> pair.getValue().key(DAY, pair.getKey()))
                        .toList());
    }

    private byte[] seed(Epoch epoch, KeyPurpose purpose) {
        return requireNonNull(keys.get(purpose)).unwrap(DAY, purpose, epoch.id(), epoch.wrap(purpose));
    }

    @Test
    void the_reference_agrees_with_rfc_9180() throws Exception {
        // RFC 9180, A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode.
        byte[] info = hex("4f6465206f6e2061204772656369616e2055726e");
        byte[] ephemeral = hex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736");
        byte[] enc = hex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431");
        byte[] receiver = hex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
        byte[] receiverKey = hex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
        ReferenceHpke.Context received = ReferenceHpke.receive(enc, receiver, receiverKey, info, 16);
        ReferenceHpke.Context sent = ReferenceHpke.send(ephemeral, receiverKey, info, 16);

        assertThat(ReferenceHpke.publicKey(ephemeral)).isEqualTo(enc);
        assertThat(received.sharedSecret())
                .isEqualTo(hex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc"));
        assertThat(received.key()).isEqualTo(hex("4531685d41d65f03dc48f6b8302c05b0"));
        assertThat(received.baseNonce()).isEqualTo(hex("56d890e5accaaf011cff4b7d"));
        assertThat(sent.key()).isEqualTo(received.key());
        byte[] sealed = ReferenceHpke.cipher(
                Cipher.ENCRYPT_MODE,
                sent,
                hex("4265617574792069732074727574682c20747275746820626561757479"),
                hex("436f756e742d30"));
        assertThat(sealed)
                .isEqualTo(hex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                        + "6d8770ac83d07bea87e13c512a"));
    }

    @Test
    void what_an_epoch_seals_the_holder_of_the_key_opens_and_nobody_else() {
        Epoch epoch = begin();
        Seal seal = row(epoch).seal(KeyPurpose.DAY, ADDRESS, BOUND);
        byte[] seed = seed(epoch, KeyPurpose.DAY);
        assertThat(seal.open(seed, BOUND)).contains(ADDRESS);
        assertThat(Seal.fromBytes(seal.toBytes())).contains(seal);
        assertThat(seal.open(seed(epoch, KeyPurpose.DOOR), BOUND)).isEmpty();
        assertThat(seal.open(seed, "bound elsewhere".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(new Seal(epoch.id(), seal.row() + 1, seal.sealed()).open(seed, BOUND))
                .isEmpty();
        assertThat(new Seal(UUID.randomUUID(), seal.row(), seal.sealed()).open(seed, BOUND))
                .isEmpty();
        assertThat(new Seal(epoch.id(), 1 << 20, seal.sealed()).open(seed, BOUND))
                .isEmpty();
    }

    @Test
    void a_changed_wrap_gives_no_seed_that_opens() {
        Epoch epoch = begin();
        Seal seal = row(epoch).seal(KeyPurpose.DAY, ADDRESS, BOUND);
        byte[] wrap = epoch.wrap(KeyPurpose.DAY);
        for (int octet : new int[] {0, 40, 79, 80, 600, wrap.length - 1}) {
            byte[] changed = wrap.clone();
            changed[octet] ^= 1;
            assertThatThrownBy(() -> {
                        byte[] seed = requireNonNull(keys.get(KeyPurpose.DAY))
                                .unwrap(DAY, KeyPurpose.DAY, epoch.id(), changed);
                        seal.open(seed, BOUND).orElseThrow(IllegalStateException::new);
                    })
                    .as("octet " + octet)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void both_halves_of_the_key_are_needed() {
        Epoch epoch = begin();
        byte[] seed = seed(epoch, KeyPurpose.DAY);
        TestKeys known = keys.get(KeyPurpose.DAY);
        TestKeys otherMlKem = new TestKeys(
                requireNonNull(known).publicKey(),
                known.x25519(),
                TestKeys.generate().mlKem());
        TestKeys otherX25519 =
                new TestKeys(known.publicKey(), TestKeys.generate().x25519(), known.mlKem());
        assertThat(otherMlKem.unwrap(DAY, KeyPurpose.DAY, epoch.id(), epoch.wrap(KeyPurpose.DAY)))
                .isNotEqualTo(seed);
        assertThatThrownBy(() -> otherX25519.unwrap(DAY, KeyPurpose.DAY, epoch.id(), epoch.wrap(KeyPurpose.DAY)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_tree_reaches_the_rows_the_seed_reaches_and_never_goes_back() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        SecretTree tree = new SecretTree(seed.clone());
        Set<String> seen = new HashSet<>();
        for (int row : new int[] {0, 1, 2, 3, 4, 17, 18, 4_000, 8_191, 8_192, 9_999, 16_383}) {
            byte[] key = tree.key(row);
            assertThat(key).as("row " + row).isEqualTo(SecretTree.key(seed, row));
            assertThat(seen.add(HexFormat.of().formatHex(key))).isTrue();
        }
        SecretTree advanced = new SecretTree(seed.clone());
        advanced.key(5_000);
        assertThatThrownBy(() -> advanced.key(5_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> advanced.key(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(advanced.key(5_001)).isEqualTo(SecretTree.key(seed, 5_001));
        assertThatThrownBy(() -> new SecretTree(seed.clone()).key(1 << 14))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_seed_and_the_passed_keys_are_overwritten() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        SecretTree tree = new SecretTree(seed);
        tree.key(0);
        assertThat(seed).containsOnly(0);
        Epoch epoch = begin();
        Epoch.EpochRow row = row(epoch);
        row.seal(KeyPurpose.DAY, ADDRESS, BOUND);
        assertThatThrownBy(() -> row.seal(KeyPurpose.DAY, ADDRESS, BOUND)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_epoch_ends_after_ten_thousand_rows_or_when_it_is_ended() {
        Epoch epoch = begin();
        for (int row = 0; row < Epoch.MOST_ROWS; row++) {
            assertThat(row(epoch).number()).isEqualTo(row);
        }
        assertThat(epoch.next(List.of(KeyPurpose.DAY))).isEmpty();
        Epoch ended = begin();
        ended.end();
        assertThat(ended.next(List.of(KeyPurpose.DAY))).isEmpty();
    }

    @Test
    void addresses_of_different_lengths_have_seals_of_one_length() {
        Epoch epoch = begin();
        Set<Integer> lengths = new HashSet<>();
        for (int length = 3; length <= 64; length++) {
            lengths.add(row(epoch)
                    .seal(KeyPurpose.DAY, "a".repeat(length).getBytes(StandardCharsets.US_ASCII), BOUND)
                    .sealed()
                    .length);
        }
        assertThat(lengths).hasSize(1);
    }

    @Test
    void a_key_of_another_day_or_of_other_octets_begins_no_epoch() {
        SealKey other = TestKeys.generate().key(DAY.plusDays(1), KeyPurpose.FORM);
        assertThatThrownBy(() -> Epoch.begin(DAY, List.of(other))).isInstanceOf(IllegalArgumentException.class);
        SealKey broken = new SealKey(DAY, KeyPurpose.FORM, new byte[32]);
        assertThatThrownBy(() -> Epoch.begin(DAY, List.of(broken))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Epoch.EpochRow row(Epoch epoch) {
        return epoch.next(List.of(KeyPurpose.DAY)).orElseThrow();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
