package mica.front.venue;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Japanese telephone numbers as people type them. */
final class PhoneNumber {

    private static final Pattern HYPHENS = Pattern.compile("[‐‑‒–—―−ーｰ－()（） 　・.]+");

    /**
     * Ten digits for lines and 0120, eleven for mobile, IP and 0800 numbers (numbering plan of the Ministry of Internal
     * Affairs and Communications).
     */
    private static final Pattern DIGITS = Pattern.compile("0[1-9]\\d{8}|0[5-9]0\\d{8}|0800\\d{7}");

    private PhoneNumber() {}

    /** Digits and hyphens, in the groups that were typed; empty when it cannot be a number of Japan. */
    static Optional<String> read(String typed) {
        if (typed.length() > 60) {
            return Optional.empty();
        }
        String folded = HYPHENS.matcher(
                        Normalizer.normalize(typed, Normalizer.Form.NFKC).strip())
                .replaceAll("-");
        if (folded.startsWith("+81")) {
            String rest = folded.substring(3).replaceFirst("^-?(0-?)?", "");
            folded = "0" + rest;
        }
        folded = folded.replaceAll("-{2,}", "-").replaceAll("^-|-$", "");
        boolean right = folded.matches("[0-9-]+")
                && DIGITS.matcher(folded.replace("-", "")).matches();
        return right ? Optional.of(folded) : Optional.empty();
    }
}
