package mica.office.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The lines of a file that are not imported, or that somebody should look at, in words.
 *
 * @param reasons how many lines each reason keeps out, the commonest first; not those of single duplicates
 * @param lines the first of them, one by one
 */
public record ImportFlaws(int total, List<Reason> reasons, List<FlawedLine> lines) {

    /** More are in the report for a spreadsheet. */
    public static final int MOST_LINES = 200;

    private static final int MOST_REASONS = 10;
    /** So many are read at a glance; more are shown when asked for. */
    private static final int FEW = 20;

    /** A reason and how many lines have it. */
    public record Reason(String words, int lines) {}

    /** One line. */
    public record FlawedLine(int line, String name, ImportLine.Verdict verdict, String problems) {}

    /** A line before its problems are put in words. */
    record UnwordedFlaw(int line, String name, ImportLine.Verdict verdict, List<ImportLine.Problem> problems) {}

    static ImportFlaws of(List<UnwordedFlaw> flaws, Function<List<ImportLine.Problem>, String> inWords) {
        Map<ImportLine.Problem, Integer> counts = new LinkedHashMap<>();
        List<FlawedLine> lines = new ArrayList<>();
        for (UnwordedFlaw flaw : flaws) {
            if (flaw.verdict() != ImportLine.Verdict.DUPLICATE) {
                flaw.problems().forEach(problem -> counts.merge(problem, 1, Integer::sum));
            }
            if (lines.size() < MOST_LINES) {
                lines.add(new FlawedLine(flaw.line(), flaw.name(), flaw.verdict(), inWords.apply(flaw.problems())));
            }
        }
        List<Reason> reasons = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST_REASONS)
                .map(entry -> new Reason(inWords.apply(List.of(entry.getKey())), entry.getValue()))
                .toList();
        return new ImportFlaws(flaws.size(), reasons, lines);
    }

    public boolean isEmpty() {
        return total == 0;
    }

    public boolean areFew() {
        return total <= FEW;
    }

    public boolean areAllShown() {
        return total == lines.size();
    }
}
