package mica.office.posters;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import mica.exchange.text.PrintableText;

/** A text broken into lines at the best font size at which it fits a box. Whatever its length, it fits. */
record FittedText(double points, List<String> lines) {

    static final double LINE_HEIGHT = 1.25;

    private static final double POINTS_PER_MM = 72 / 25.4;
    private static final double STEP = 0.94;
    /** The renderer rounds widths up, a little each line. */
    private static final double SAFETY = 0.985;

    private static final double INSIDE_WORD = 8;
    private static final double INSIDE_RUN = 3;
    private static final double BETWEEN_RUNS = 2;

    private static final String NEVER_FIRST = "、。，．,.・：；:;？！?!」』】〕〉》）)］]ーゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ～〜";
    private static final String NEVER_LAST = "「『【〔〈《（([［";

    /** A box in millimetres and the largest font size allowed in it in points. */
    record Box(double width, double height, double points) {}

    /**
     * Larger is better, but a break inside a word costs size: a name set somewhat smaller reads better than one
     * torn apart.
     */
    static FittedText fit(String text, Box box, ToDoubleFunction<String> em) {
        Breaks breaks = Breaks.of(text, em);
        FittedText best = null;
        double bestScore = 0;
        for (double points = box.points; best == null || points > best.points / 2; points *= STEP) {
            double widest = box.width * POINTS_PER_MM * SAFETY / points;
            int most = (int) Math.floor(box.height * POINTS_PER_MM / (points * LINE_HEIGHT) + 1e-6);
            Lines lines = most < 1 ? null : breaks.lines(widest, most);
            if (lines != null && points / (1 + Math.min(1, 0.12 * lines.tears)) > bestScore) {
                bestScore = points / (1 + Math.min(1, 0.12 * lines.tears));
                best = new FittedText(points, lines.texts);
            }
        }
        return best;
    }

    /** Whether a text fits a box at its largest size. */
    static boolean fits(String text, Box box, ToDoubleFunction<String> em) {
        int most = (int) Math.floor(box.height * POINTS_PER_MM / (box.points * LINE_HEIGHT) + 1e-6);
        double widest = box.width * POINTS_PER_MM * SAFETY / box.points;
        return most > 0 && Breaks.of(text, em).lines(widest, most) != null;
    }

    /** Millimetres left above the text when it stands in the middle of a box. */
    double above(Box box) {
        return Math.max(0, (box.height - lines.size() * points * LINE_HEIGHT / POINTS_PER_MM) / 2);
    }

    private record Lines(List<String> texts, double tears) {}

    /** The characters of a text, their widths, and what it costs to break before each. */
    private record Breaks(List<String> characters, double[] widthUpTo, double[] cost) {

        static Breaks of(String text, ToDoubleFunction<String> em) {
            List<String> characters = PrintableText.characters(text);
            BreakIterator opportunities = BreakIterator.getLineInstance(Locale.ROOT);
            opportunities.setText(text);
            double[] widthUpTo = new double[characters.size() + 1];
            double[] cost = new double[characters.size() + 1];
            int offset = 0;
            for (int i = 0; i < characters.size(); i++) {
                String character = characters.get(i);
                if (i > 0) {
                    cost[i] = cost(characters.get(i - 1), character, opportunities.isBoundary(offset));
                }
                widthUpTo[i + 1] = widthUpTo[i] + em.applyAsDouble(character);
                offset += character.length();
            }
            return new Breaks(characters, widthUpTo, cost);
        }

        private static double cost(String before, String after, boolean opportunity) {
            if (before.isBlank() || after.isBlank()) {
                return 0;
            }
            if (!opportunity || NEVER_FIRST.contains(after) || NEVER_LAST.contains(before)) {
                return INSIDE_WORD;
            }
            boolean sameRun = Character.UnicodeScript.of(before.codePointAt(0))
                    == Character.UnicodeScript.of(after.codePointAt(0));
            return sameRun ? INSIDE_RUN : BETWEEN_RUNS;
        }

        /** The cheapest way into at most that many lines, evenly filled; null when there is none. */
        @org.jspecify.annotations.Nullable
        Lines lines(double widest, int most) {
            int n = characters.size();
            if (width(0, n) <= widest) {
                return new Lines(List.of(text(0, n)), 0);
            }
            if (widthUpTo[n] > widest * most * 1.2) {
                return null;
            }
            double[][] least = new double[most + 1][n + 1];
            int[][] from = new int[most + 1][n + 1];
            for (double[] row : least) {
                Arrays.fill(row, Double.POSITIVE_INFINITY);
            }
            least[0][0] = 0;
            for (int line = 1; line <= most; line++) {
                for (int end = 1; end <= n; end++) {
                    for (int start = end - 1; start >= 0 && width(start, end) <= widest; start--) {
                        double slack = 1 - width(start, end) / widest;
                        double total = least[line - 1][start] + cost[start] + slack * slack + 0.5;
                        if (total < least[line][end]) {
                            least[line][end] = total;
                            from[line][end] = start;
                        }
                    }
                }
            }
            int count = 1;
            for (int line = 2; line <= most; line++) {
                count = least[line][n] < least[count][n] ? line : count;
            }
            return least[count][n] == Double.POSITIVE_INFINITY ? null : follow(from, count);
        }

        private Lines follow(int[][] from, int count) {
            List<String> texts = new ArrayList<>();
            double tears = 0;
            for (int line = count, end = characters.size(); line > 0; end = from[line][end], line--) {
                texts.add(text(from[line][end], end));
                tears += cost[from[line][end]];
            }
            Collections.reverse(texts);
            return new Lines(List.copyOf(texts), tears);
        }

        private String text(int start, int end) {
            return String.join("", characters.subList(start, end)).strip();
        }

        /** Spaces at either end of a line take no room. */
        private double width(int start, int end) {
            int first = start;
            int last = end;
            while (first < last && characters.get(first).isBlank()) {
                first++;
            }
            while (last > first && characters.get(last - 1).isBlank()) {
                last--;
            }
            return widthUpTo[last] - widthUpTo[first];
        }
    }
}
