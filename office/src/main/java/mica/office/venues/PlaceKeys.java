package mica.office.venues;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import mica.exchange.text.Kana;

/**
 * What two spellings of one address, telephone number or name have in common, for finding a venue that is registered
 * twice. Never shown and never written to.
 */
public final class PlaceKeys {

    private static final Pattern PREFECTURE = Pattern.compile("^(東京都|北海道|京都府|大阪府|.{2,3}?県)");
    private static final Pattern COUNTED = Pattern.compile("([〇一二三四五六七八九十]+)(?=丁目|番地|番|号|の\\d)");
    private static final Pattern BLOCK_WORDS = Pattern.compile("(?<=\\d)(丁目|番地の|番地|番|号室|号|の|ノ)");
    private static final Pattern HYPHENS = Pattern.compile("(?<=\\d)[\\-‐‑‒–—―−ーｰ－~〜・,、.]+(?=\\d)");
    private static final Pattern NOT_KEPT = Pattern.compile("[^\\p{L}\\p{N}-]");

    private PlaceKeys() {}

    /** Width, hyphens, blanks, 丁目・番地・号 and the prefecture's name make no difference. */
    public static String address(String address) {
        String key = Normalizer.normalize(address, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", "");
        key = PREFECTURE.matcher(key).replaceFirst("");
        key = COUNTED.matcher(key).replaceAll(number -> Integer.toString(number(number.group(1))));
        key = BLOCK_WORDS.matcher(key).replaceAll("-");
        key = HYPHENS.matcher(key).replaceAll("-");
        key = NOT_KEPT.matcher(key).replaceAll("").replaceAll("-{2,}", "-");
        return key.replaceAll("(?<!\\d)-|-(?!\\d)", "");
    }

    /** Digits alone; +81 and the first zero are the same. */
    public static String phone(String phone) {
        String folded = Normalizer.normalize(phone, Normalizer.Form.NFKC).strip();
        String digits = folded.replaceAll("\\D", "");
        return folded.startsWith("+81") ? "0" + digits.substring(2).replaceFirst("^0", "") : digits;
    }

    /** Width, case, blanks, punctuation and the choice of kana make no difference. */
    public static String name(String name) {
        return Kana.katakana(name).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}\\p{So}]", "");
    }

    private static int number(String kanji) {
        int value = 0;
        int digit = 0;
        for (int i = 0; i < kanji.length(); i++) {
            int found = "〇一二三四五六七八九".indexOf(kanji.charAt(i));
            if (found >= 0) {
                digit = digit * 10 + found;
            } else {
                value += Math.max(digit, 1) * 10;
                digit = 0;
            }
        }
        return value + digit;
    }
}
