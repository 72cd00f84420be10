package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShamirTest {

    private static final byte[] SECRET = secret(7);

    private static byte[] secret(long seed) {
        byte[] octets = new byte[MasterKey.LENGTH];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    @Test
    void every_pair_of_shares_gives_the_secret_back_in_either_order() {
        for (long seed = 0; seed < 50; seed++) {
            List<byte[]> shares = Shamir.split(SECRET, new Random(seed));
            for (int one = 1; one <= 3; one++) {
                for (int other = 1; other <= 3; other++) {
                    if (one != other) {
                        assertThat(Shamir.combine(one, shares.get(one - 1), other, shares.get(other - 1)))
                                .isEqualTo(SECRET);
                    }
                }
            }
        }
    }

    @Test
    void one_share_fits_every_secret_because_each_slope_leads_to_another_one() {
        // For each octet a share can have, and each number, every secret has exactly one slope that gives this share.
        for (int number = 1; number <= 3; number++) {
            for (int share = 0; share < 256; share++) {
                BitSet secrets = new BitSet(256);
                for (int slope = 0; slope < 256; slope++) {
                    secrets.set(share ^ Shamir.multiply(slope, number));
                }
                assertThat(secrets.cardinality()).isEqualTo(256);
            }
        }
    }

    @Test
    void a_share_s_octets_are_spread_evenly_whatever_the_secret_is() {
        int rounds = 8_000;
        for (byte[] secret : List.of(new byte[MasterKey.LENGTH], SECRET)) {
            int[] times = new int[256];
            Random random = new Random(1);
            for (int i = 0; i < rounds; i++) {
                for (byte octet : Shamir.split(secret, random).get(2)) {
                    times[octet & 0xFF]++;
                }
            }
            double expected = rounds * (double) MasterKey.LENGTH / 256;
            double chi = 0;
            for (int time : times) {
                chi += (time - expected) * (time - expected) / expected;
            }
            // 255 degrees of freedom: beyond 350 once in 20,000 draws; the draws are fixed.
            assertThat(chi).isLessThan(350);
        }
    }

    @Test
    void shares_of_two_secrets_give_neither() {
        byte[] other = secret(8);
        List<byte[]> shares = Shamir.split(SECRET, new Random(1));
        List<byte[]> others = Shamir.split(other, new Random(2));
        assertThat(Shamir.combine(1, shares.get(0), 2, others.get(1)))
                .isNotEqualTo(SECRET)
                .isNotEqualTo(other);
        assertThatIllegalArgumentException().isThrownBy(() -> Shamir.combine(1, shares.get(0), 1, shares.get(0)));
    }

    /** The field of AES: the inverse and the products of FIPS 197, 4.2. */
    @Test
    void multiplication_is_that_of_fips_197() {
        assertThat(Shamir.multiply(0x57, 0x83)).isEqualTo(0xC1);
        assertThat(Shamir.multiply(0x57, 0x13)).isEqualTo(0xFE);
        for (int a = 1; a < 256; a++) {
            assertThat(Shamir.multiply(a, 1)).isEqualTo(a);
            assertThat(Shamir.multiply(a, 0)).isZero();
            for (int b = 1; b < 256; b++) {
                assertThat(Shamir.multiply(a, b))
                        .isEqualTo(Shamir.multiply(b, a))
                        .isBetween(1, 255);
            }
        }
    }
}
