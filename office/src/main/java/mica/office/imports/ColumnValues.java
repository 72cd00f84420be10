package mica.office.imports;

import java.text.Normalizer;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import mica.exchange.venue.PhoneNumber;
import mica.exchange.venue.VenueField;

/** What the cells of a column look like, whatever its name says. */
final class ColumnValues {

    private static final int SAMPLED = 200;
    private static final int LONGEST = 300;

    private static final Pattern KANJI_OR_KANA = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]");
    private static final Pattern CODE = Pattern.compile("[\\p{Alnum}\\s./:_,-]*");
    private static final Pattern POSTAL = Pattern.compile("〒\\s?\\d{3}-?\\d{4}|\\d{3}-\\d{4}");
    private static final Pattern PHONE_LIKE = Pattern.compile("(?:\\D{0,3}\\d){9,12}\\D{0,8}");

    private final List<String> values;

    private ColumnValues(List<String> values) {
        this.values = values;
    }

    static ColumnValues of(CsvTable table, int column) {
        return new ColumnValues(table.rows().stream()
                .map(row -> row.cell(column))
                .filter(cell -> !cell.isBlank())
                .limit(SAMPLED)
                .map(ColumnValues::folded)
                .toList());
    }

    private static String folded(String cell) {
        String start = cell.length() > LONGEST ? cell.substring(0, LONGEST) : cell;
        return Normalizer.normalize(start, Normalizer.Form.NFKC).strip();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** From 0 to 1: how well the values are of a field, on the average. */
    double fit(String field) {
        return VenueField.of(field).map(this::fit).orElseGet(() -> field.equals(VenueField.SPOTS) ? letters() : 1);
    }

    private double fit(VenueField field) {
        return switch (field) {
            case ADDRESS -> average(ColumnValues::address);
            case MUNICIPALITY -> average(value -> Municipalities.ofJapan().isOne(value) ? 1 : 0);
            case EMAIL -> average(value -> value.indexOf('@') > 0 ? 1 : 0);
            case PHONE -> average(value -> PHONE_LIKE.matcher(value).matches() ? 1 : 0.2);
            case POSTAL_CODE -> average(value -> POSTAL.matcher(value).matches() ? 1 : 0.4);
            case NAME, KANA -> average(value -> CODE.matcher(value).matches() && !hasLetter(value) ? 0 : 1);
            case SECTOR, CONTACT_PERSON -> letters();
            case OPENING_HOURS -> 1;
        };
    }

    private double letters() {
        return average(value -> hasLetter(value) ? 1 : 0);
    }

    private static double address(String value) {
        if (!KANJI_OR_KANA.matcher(value).find() || Municipalities.ofJapan().isPrefecture(value)) {
            return 0;
        }
        if (Municipalities.ofJapan().isOne(value)) {
            return 0.1;
        }
        return beginsWithMunicipality(value) ? 1 : 0.5;
    }

    private static boolean beginsWithMunicipality(String value) {
        return Municipalities.ofJapan().beginning(value, any -> true).isPresent();
    }

    /** The share of values that name their municipality. */
    double namesMunicipality() {
        return average(value -> beginsWithMunicipality(value) ? 1 : 0);
    }

    private double average(ToDoubleFunction<String> fit) {
        return values.stream().mapToDouble(fit).average().orElse(0);
    }

    private static boolean hasLetter(String value) {
        return value.codePoints().anyMatch(Character::isLetter);
    }

    /** Whether a cell can only be of a venue, and not of a header. */
    static boolean isOfVenue(String cell) {
        String value = folded(cell);
        return POSTAL.matcher(value).matches()
                || value.indexOf('@') > 0
                || PhoneNumber.read(value) instanceof PhoneNumber.Outcome.Right
                || (value.chars().anyMatch(Character::isDigit)
                        && KANJI_OR_KANA.matcher(value).find()
                        && address(value) == 1);
    }

    static IntStream columns(CsvTable table) {
        return IntStream.range(0, table.columnCount());
    }
}
