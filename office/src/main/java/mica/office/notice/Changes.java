package mica.office.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mica.exchange.text.Language;

/** What changed between two contents, line by line, for the approver of a notice that was returned. */
public final class Changes {

    /** Text keys of what changed, and its lines. @param language empty when it is not a text */
    public record Change(String what, String language, List<Line> lines) {}

    public record Line(ChangeKind kind, String text) {}

    public enum ChangeKind {
        SAME,
        REMOVED,
        ADDED
    }

    /** The table of the comparison grows with the square; more lines are shown as wholly changed. */
    private static final int MOST_LINES = 400;

    private Changes() {}

    public static List<Change> between(NoticeContent before, NoticeContent after) {
        List<Change> changes = new ArrayList<>();
        add(changes, "PLACES", "", places(before), places(after));
        add(
                changes,
                "PERIOD",
                "",
                List.of(before.from() + "/" + before.to()),
                List.of(after.from() + "/" + after.to()));
        add(
                changes,
                "UNCONFIRMED",
                "",
                List.of(String.valueOf(before.includeUnconfirmed())),
                List.of(String.valueOf(after.includeUnconfirmed())));
        for (Language language : languages(before, after)) {
            NoticeText a = before.text(language);
            NoticeText b = after.text(language);
            add(changes, "SUBJECT", language.ownName(), List.of(a.subject()), List.of(b.subject()));
            add(
                    changes,
                    "BODY",
                    language.ownName(),
                    a.body().lines().toList(),
                    b.body().lines().toList());
        }
        return changes;
    }

    private static Set<Language> languages(NoticeContent before, NoticeContent after) {
        Set<Language> languages = new TreeSet<>(before.texts().keySet());
        languages.addAll(after.texts().keySet());
        return languages;
    }

    private static List<String> places(NoticeContent content) {
        return content.places().stream()
                .map(place -> place.spots().isEmpty()
                        ? place.name()
                        : place.name() + " "
                                + place.spots().stream()
                                        .map(NoticePlace.NoticeSpot::label)
                                        .toList())
                .toList();
    }

    private static void add(List<Change> changes, String what, String language, List<String> a, List<String> b) {
        if (!a.equals(b)) {
            changes.add(new Change(what, language, lines(a, b)));
        }
    }

    /** The longest common lines stay, the rest is removed or added. */
    static List<Line> lines(List<String> a, List<String> b) {
        if (a.size() > MOST_LINES || b.size() > MOST_LINES) {
            return lines(List.of(String.join("\n", a)), List.of(String.join("\n", b)));
        }
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] = a.get(i).equals(b.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                lines.add(new Line(ChangeKind.SAME, a.get(i++)));
                j++;
            } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line(ChangeKind.REMOVED, a.get(i++)));
            } else {
                lines.add(new Line(ChangeKind.ADDED, b.get(j++)));
            }
        }
        return lines;
    }
}
