package mica.office.poster;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Makes text that people typed safe to print: no character without a glyph, no invisible control, one line.
 *
 * <p>A character that no font has becomes the geta mark 〓, the printers' sign for a missing letter.
 */
record PrintableText(IntPredicate hasGlyph) {

    private static final String GETA = "〓";

    String of(String typed) {
        StringBuilder printable = new StringBuilder();
        for (String character : characters(typed)) {
            printable.append(printable(character));
        }
        return printable.toString().strip().replaceAll(" {2,}", " ");
    }

    /** As {@link #of}, but never empty. */
    String some(String typed) {
        String printable = of(typed);
        return printable.isEmpty() ? GETA : printable;
    }

    /** What a reader takes for one character, with its marks, selectors and joiners. */
    static List<String> characters(String text) {
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
        String visible = character
                .codePoints()
                .filter(c -> !isInvisible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // Only where there is a mark to compose: a kanji alone would be turned from its older form into the newer one.
        String form = visible.codePoints().anyMatch(PrintableText::isMark)
                ? Normalizer.normalize(visible, Normalizer.Form.NFC)
                : visible;
        if (form.codePoints().allMatch(hasGlyph)) {
            return form;
        }
        int first = form.codePointAt(0);
        return Character.isLetterOrDigit(first) && hasGlyph.test(first) ? Character.toString(first) : GETA;
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK;
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
