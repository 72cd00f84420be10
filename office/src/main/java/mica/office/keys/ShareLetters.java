package mica.office.keys;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import mica.exchange.venue.CodeLetters;

/**
 * A line of a recovery sheet: eight octets as 14 letters without look-alikes and two that check them, in four groups. One
 * wrong letter, two exchanged ones and two exchanged lines always show; anything else does but once in 899 times.
 */
final class ShareLetters {

    static final int OCTETS = 8;
    private static final int LETTERS = 14;
    private static final int WHOLE = LETTERS + 2;
    private static final int GROUP = 4;
    private static final BigInteger BASE = BigInteger.valueOf(CodeLetters.LETTERS.length());

    /** 29 times 31, below 30 times 30: prime to all powers of 3 and to their differences that occur here. */
    private static final int MODULUS = 899;

    private ShareLetters() {}

    /** What a person typed, as far as it can be a line. */
    sealed interface Typed {
        record Octets(byte[] octets) implements Typed {}

        record WrongLength(int letters) implements Typed {}

        record ForeignLetter(String letter) implements Typed {}

        record Mistyped() implements Typed {}
    }

    /** @param salt what the line belongs to, so that another sheet's is noticed */
    static String write(int line, int salt, byte[] octets) {
        BigInteger rest = new BigInteger(1, octets);
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            BigInteger[] divided = rest.divideAndRemainder(BASE);
            letters.insert(0, CodeLetters.LETTERS.charAt(divided[1].intValue()));
            rest = divided[0];
        }
        int check = check(line, salt, letters);
        letters.append(letter(check / BASE.intValue())).append(letter(check % BASE.intValue()));
        for (int at = WHOLE - GROUP; at > 0; at -= GROUP) {
            letters.insert(at, ' ');
        }
        return letters.toString();
    }

    /** Reads a line as people type it: any case, wide letters, with or without spaces and hyphens. */
    static Typed read(int line, int salt, String typed) {
        String letters = Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}・.,]", "");
        Optional<String> foreign = letters.codePoints()
                .filter(letter -> CodeLetters.LETTERS.indexOf(letter) < 0)
                .mapToObj(Character::toString)
                .findFirst();
        if (foreign.isPresent()) {
            return new Typed.ForeignLetter(foreign.get());
        }
        if (letters.length() != WHOLE) {
            return new Typed.WrongLength(letters.length());
        }
        int check = value(letters.charAt(LETTERS)) * BASE.intValue() + value(letters.charAt(LETTERS + 1));
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < LETTERS; i++) {
            number = number.multiply(BASE).add(BigInteger.valueOf(value(letters.charAt(i))));
        }
        if (check != check(line, salt, letters) || number.bitLength() > OCTETS * 8) {
            return new Typed.Mistyped();
        }
        byte[] octets = new byte[OCTETS];
        byte[] found = number.toByteArray();
        for (int i = 1; i <= Math.min(OCTETS, found.length); i++) {
            octets[OCTETS - i] = found[found.length - i];
        }
        return new Typed.Octets(octets);
    }

    /** A short name of 32 bits: seven letters. */
    static String name(int number) {
        StringBuilder letters = new StringBuilder();
        long rest = Integer.toUnsignedLong(number);
        for (int i = 0; i < 7; i++) {
            letters.insert(0, letter((int) (rest % BASE.intValue())));
            rest /= BASE.intValue();
        }
        return letters.insert(3, '-').toString();
    }

    private static int check(int line, int salt, CharSequence letters) {
        int sum = 7 * line + Math.floorMod(salt, MODULUS);
        int weight = 1;
        for (int i = 0; i < LETTERS; i++) {
            weight = weight * 3 % MODULUS;
            sum += weight * value(letters.charAt(i));
        }
        return sum % MODULUS;
    }

    private static char letter(int value) {
        return CodeLetters.LETTERS.charAt(value);
    }

    private static int value(char letter) {
        return CodeLetters.LETTERS.indexOf(letter);
    }
}
