package mica.exchange.venue;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Japanese postal codes as people type them. One set of rules for every entrance. */
public final class PostalCode {

    private static final Pattern DIGITS = Pattern.compile("\\d{7}");
    private static final Pattern AROUND = Pattern.compile("[〒‐‑‒–—―−ー\\- ]");
    private static final Pattern HALVES = Pattern.compile("^(\\d{3})(\\d{4})$");

    private PostalCode() {}

    /** The seven digits; empty when it cannot be one. */
    public static Optional<String> read(String typed) {
        String digits = AROUND.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC))
                .replaceAll("");
        return isOne(digits) ? Optional.of(digits) : Optional.empty();
    }

    public static boolean isOne(String text) {
        return DIGITS.matcher(text).matches();
    }

    /** With its hyphen, as it is written on letters; what is none stays as it is. */
    public static String written(String digits) {
        return HALVES.matcher(digits).replaceFirst("$1-$2");
    }
}
