package mica.exchange.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which letters the fonts of posters have, family by family in the order in which they are looked for; a letter stands with
 * the first that has it. A table beside this class, which a test of the office compares with the fonts. Threads may share it.
 */
public final class PrintableLetters {

    private static final class OfPosters {
        static final PrintableLetters TABLE = read();
    }

    private final Map<String, BitSet> families = new LinkedHashMap<>();
    private final BitSet all = new BitSet();

    private PrintableLetters(List<String> lines) {
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            BitSet letters = letters(line.substring(colon + 1).strip());
            families.put(line.substring(0, colon), letters);
            all.or(letters);
        }
    }

    public static PrintableLetters ofPosters() {
        return OfPosters.TABLE;
    }

    private static PrintableLetters read() {
        try (InputStream table = PrintableLetters.class.getResourceAsStream("printable.txt")) {
            if (table == null) {
                throw new IllegalStateException("resource is missing: printable.txt");
            }
            return new PrintableLetters(new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static BitSet letters(String ranges) {
        BitSet letters = new BitSet();
        for (String range : ranges.split(" ")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16);
            letters.set(first, last + 1);
        }
        return letters;
    }

    public boolean has(int codePoint) {
        return all.get(codePoint);
    }

    /** The letters that are printed in a family. @throws IllegalArgumentException when the table has no such family */
    public IntPredicate in(String family) {
        BitSet letters = families.get(family);
        if (letters == null) {
            throw new IllegalArgumentException("no family " + family);
        }
        return letters::get;
    }
}
