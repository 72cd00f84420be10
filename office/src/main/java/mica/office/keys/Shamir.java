package mica.office.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Splits a secret so that any two of three shares give it back and one says nothing of it (Shamir, How to Share a Secret,
 * 1979): octet by octet a straight line over GF(2^8) whose value at 0 is the secret's, modulo x^8 + x^4 + x^3 + x + 1.
 * Takes the same steps whatever the octets are, and looks nothing up by them.
 */
final class Shamir {

    static final int SHARES = 3;
    private static final int MODULUS = 0x11B;

    private Shamir() {}

    /** The shares 1, 2 and 3, each as long as the secret. */
    static List<byte[]> split(byte[] secret, RandomGenerator random) {
        byte[] slopes = new byte[secret.length];
        random.nextBytes(slopes);
        List<byte[]> shares = new ArrayList<>();
        for (int number = 1; number <= SHARES; number++) {
            byte[] share = new byte[secret.length];
            for (int i = 0; i < secret.length; i++) {
                share[i] = (byte) (secret[i] ^ multiply(slopes[i] & 0xFF, number));
            }
            shares.add(share);
        }
        return List.copyOf(shares);
    }

    /** The secret of which these are the shares of two different numbers; something else when they are of two secrets. */
    static byte[] combine(int number, byte[] share, int otherNumber, byte[] otherShare) {
        if (number == otherNumber || share.length != otherShare.length) {
            throw new IllegalArgumentException("not two shares of one secret");
        }
        // The line through both, at 0; adding and subtracting are both xor.
        int inverse = inverse(number ^ otherNumber);
        int weight = multiply(otherNumber, inverse);
        int otherWeight = multiply(number, inverse);
        byte[] secret = new byte[share.length];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (multiply(share[i] & 0xFF, weight) ^ multiply(otherShare[i] & 0xFF, otherWeight));
        }
        return secret;
    }

    static int multiply(int a, int b) {
        int product = 0;
        int power = a;
        for (int bit = 0; bit < 8; bit++) {
            product ^= power & -(b >> bit & 1);
            power = (power << 1) ^ (MODULUS & -(power >> 7 & 1));
        }
        return product;
    }

    /** By the 254th power, because the group has 255 elements. */
    private static int inverse(int a) {
        int result = 1;
        for (int i = 0; i < 254; i++) {
            result = multiply(result, a);
        }
        return result;
    }
}
