package mica.exchange.text;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Makes text that people typed safe to print: no character without a glyph, no invisible control, one line. And tells
 * beforehand what will not be printed as it was typed, wherever a name comes in.
 *
 * <p>A character that no font has becomes the geta mark 〓, the printers' sign for a missing letter.
 */
public record PrintableText(IntPredicate hasGlyph) {

    private static final String GETA = "〓";
    private static final char JOINER = 0x200D;

    private static final int MOST_TOLD = 20;

    /** With the fonts of posters; every zone may ask, the fonts themselves are the office's. */
    public static PrintableText ofPosters() {
        return new PrintableText(PrintableLetters.ofPosters()::has);
    }

    /**
     * The characters that are printed otherwise than typed, each once: without a glyph, without one of their marks, or in
     * the usual form instead of the one that a variation selector asks for.
     */
    public List<String> spoiled(String... typed) {
        return Stream.of(typed)
                .flatMap(text -> characters(text).stream())
                .filter(this::isSpoiled)
                .distinct()
                .limit(MOST_TOLD)
                .toList();
    }

    private boolean isSpoiled(String character) {
        String printed = printable(character);
        return (printed.equals(GETA) && !character.equals(GETA))
                || losesMark(character, printed)
                || character.codePoints().anyMatch(PrintableText::asksForOtherForm)
                || (character.indexOf(JOINER) >= 0 && printed.codePointCount(0, printed.length()) > 1);
    }

    private static boolean losesMark(String character, String printed) {
        return character.codePoints().anyMatch(PrintableText::isMark)
                && !Normalizer.normalize(visible(character), Normalizer.Form.NFC)
                        .equals(printed);
    }

    /** Of a kanji (Ideographic Variation Database) or of a kanji and a symbol (standardized variants). */
    private static boolean asksForOtherForm(int codePoint) {
        return (codePoint >= 0xE0100 && codePoint <= 0xE01EF) || (codePoint >= 0xFE00 && codePoint <= 0xFE0D);
    }

    public String of(String typed) {
        StringBuilder printable = new StringBuilder();
        for (String character : characters(typed)) {
            printable.append(printable(character));
        }
        return printable.toString().strip().replaceAll(" {2,}", " ");
    }

    /** As {@link #of}, but never empty. */
    public String some(String typed) {
        String printable = of(typed);
        return printable.isEmpty() ? GETA : printable;
    }

    /** What a reader takes for one character, with its marks, selectors and joiners. */
    public static List<String> characters(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> characters = new ArrayList<>();
        for (int start = 0, end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            characters.add(text.substring(start, end));
        }
        return characters;
    }

    private String printable(String character) {
        if (character.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            return character.equals("\u3000") ? character : " ";
        }
        String visible = visible(character);
        // Only where there is a mark to compose: a kanji alone would be turned from its older form into the newer one.
        String form = visible.codePoints().anyMatch(PrintableText::isMark)
                ? Normalizer.normalize(visible, Normalizer.Form.NFC)
                : visible;
        if (form.isEmpty()) {
            return "";
        }
        if (form.codePoints().allMatch(hasGlyph)) {
            return form;
        }
        int first = form.codePointAt(0);
        return Character.isLetterOrDigit(first) && hasGlyph.test(first) ? Character.toString(first) : GETA;
    }

    private static String visible(String character) {
        return character
                .codePoints()
                .filter(c -> !isInvisible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK && !isInvisible(codePoint);
    }

    /** Controls, direction marks and joiners, variation selectors, halves of surrogate pairs. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
            default ->
                (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF)
                        || (codePoint >= 0x180B && codePoint <= 0x180F)
                        || codePoint == 0x034F;
        };
    }
}
