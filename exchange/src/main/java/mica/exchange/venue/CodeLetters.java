package mica.exchange.venue;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The letters of venue and spot codes: ten, upper case, without look-alikes, so that a QR code stays in its alphanumeric
 * mode and a person can type them. The last one checks the nine before it.
 */
public final class CodeLetters {

    static final int LENGTH = 10;
    /** All thirty, in the order of their values. */
    public static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int[] WEIGHTS = {1, 7, 11, 13, 17, 19, 23, 29, 7};

    private static final int COUNT = LETTERS.length();

    /** The value of each ASCII character; -1 for those that are no letter of a code. */
    private static final byte[] VALUES = values();

    private CodeLetters() {}

    static String random(RandomGenerator random) {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH - 1; i++) {
            code.append(LETTERS.charAt(random.nextInt(COUNT)));
        }
        return code.append(check(code)).toString();
    }

    /** The code a person meant, or null when it cannot be one: a wrong letter or two swapped ones are noticed. */
    static @Nullable String read(String typed) {
        if (typed.length() > 3 * LENGTH) {
            return null;
        }
        // Most codes come from rows and links and are as they should be.
        if (typed.length() == LENGTH && isCode(typed)) {
            return typed;
        }
        String code = typed.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "");
        return code.length() == LENGTH && isCode(code) ? code : null;
    }

    private static boolean isCode(String code) {
        for (int i = 0; i < LENGTH; i++) {
            if (value(code.charAt(i)) < 0) {
                return false;
            }
        }
        return check(code) == code.charAt(LENGTH - 1);
    }

    private static int value(char letter) {
        return letter < VALUES.length ? VALUES[letter] : -1;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) LETTERS.indexOf(i);
        }
        return values;
    }

    /**
     * Weights 1, 7, 11, 13, … are prime to 30, so that one wrong letter always shows; neighbours' weights differ by no
     * divisor pair that would hide a swap of most letters.
     */
    private static char check(CharSequence nine) {
        int sum = 0;
        for (int i = 0; i < LENGTH - 1; i++) {
            sum += WEIGHTS[i] * value(nine.charAt(i));
        }
        return LETTERS.charAt(sum % COUNT);
    }
}
