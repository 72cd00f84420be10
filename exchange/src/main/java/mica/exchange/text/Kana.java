package mica.exchange.text;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Japanese syllables in one spelling, so that names can be compared, sorted and searched. */
public final class Kana {

    /** Half-width kana, with a letter before them whose voicing mark they may begin with. */
    private static final Pattern HALF_WIDTH = Pattern.compile("[ぁ-ヿ]?[｡-ﾟ]+");

    private Kana() {}

    /** Hiragana and half-width letters as full-width katakana; everything else by Unicode NFKC. */
    public static String katakana(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        StringBuilder katakana = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            // Both blocks have the same order (Unicode 3040..309F and 30A0..30FF).
            katakana.append((c >= 'ぁ' && c <= 'ゖ') || c == 'ゝ' || c == 'ゞ' ? (char) (c + 0x60) : c);
        }
        return katakana.toString();
    }

    /** Half-width kana as full-width ones, with their voicing marks; everything else as it is. */
    public static String fullWidth(String text) {
        return HALF_WIDTH
                .matcher(text)
                .replaceAll(run -> Normalizer.normalize(run.group(), Normalizer.Form.NFKC)
                        // A mark that fits no letter stands alone.
                        .replace('\u3099', '゛')
                        .replace('\u309A', '゜'));
    }
}
