package mica.exchange.venue;

import java.text.Normalizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Japanese telephone numbers as people type them and as spreadsheets leave them. One set of rules for every entrance. */
public final class PhoneNumber {

    private static final int LONGEST = 60;
    private static final Pattern HYPHENS = Pattern.compile("[‐‑‒–—―−ーｰ－()（）\\[\\] 　・./]+");

    /** How a spreadsheet is told that digits are a text: {@code ="022…"} or an apostrophe before them. */
    private static final Pattern TEXT_OF_SPREADSHEET = Pattern.compile("=?\\s*[\"“”'‘’`´]+\\s*(.*?)\\s*[\"“”'’]*");

    private static final Pattern BEFORE =
            Pattern.compile("^(?:(?:お?電話(?:番号)?|代表|直通|tel|phone|☎|℡)[:：.・\\s]*)+", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEHIND =
            Pattern.compile("[\\s(\\[【<]*(?:代表?(?:電話|番号)?|直通|本店|店舗|事務所|携帯|大代表)[)\\]】>\\s]*$");

    /**
     * Ten digits for lines and 0120, eleven for mobile, IP and 0800 numbers (numbering plan of the Ministry of Internal
     * Affairs and Communications).
     */
    private static final Pattern DIGITS = Pattern.compile("0[1-9]\\d{8}|0[5-9]0\\d{8}|0800\\d{7}");

    private PhoneNumber() {}

    /** What was made of a typed number. */
    public sealed interface Outcome {
        /** Digits and hyphens, in the groups that were typed. */
        record Right(String number) implements Outcome {}

        /** A spreadsheet took it for a quantity and dropped the zero it begins with. @param number with the zero */
        record LostZero(String number) implements Outcome {}

        /** It cannot be a number of Japan. */
        record Wrong() implements Outcome {}
    }

    /** Reads a number. Never fails. */
    public static Outcome read(String typed) {
        if (typed.length() > LONGEST) {
            return new Outcome.Wrong();
        }
        String text = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        Matcher quoted = TEXT_OF_SPREADSHEET.matcher(text);
        text = quoted.matches() ? quoted.group(1) : text;
        text = BEFORE.matcher(text).replaceFirst("");
        text = BEHIND.matcher(text).replaceFirst("");
        String folded = HYPHENS.matcher(text).replaceAll("-");
        if (folded.startsWith("+81")) {
            folded = "0" + folded.substring(3).replaceFirst("^-?(0-?)?", "");
        }
        folded = folded.replaceAll("-{2,}", "-").replaceAll("^-|-$", "");
        if (!folded.matches("[0-9-]+")) {
            return new Outcome.Wrong();
        }
        if (isNumber(folded)) {
            return new Outcome.Right(folded);
        }
        // With hyphens or points somebody typed it, and it is another mistake.
        return text.matches("[1-9]\\d+") && isNumber("0" + text)
                ? new Outcome.LostZero("0" + text)
                : new Outcome.Wrong();
    }

    private static boolean isNumber(String digitsAndHyphens) {
        return DIGITS.matcher(digitsAndHyphens.replace("-", "")).matches();
    }
}
