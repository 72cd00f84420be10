package mica.office.drafting;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;

/**
 * Finds what somebody meant to fill in and left open, in the ways people write it. Reads texts in NFKC, in which wide
 * and narrow letters are the same.
 */
final class OpenSlots {

    private static final String BLANK_SIGN = "[〇○◯●◎△▲□■☆★×✕✖╳]";

    /** What a language calls things, from its bundle; a text may hold the words of any of them. */
    private static final Texts TEXTS = new Texts("mica.office.notice");

    private static final String UNIT = words("unit");
    private static final String KANJI_NUMBER = "[一二三四五六七八九十百千万]";

    /** What a form asks for: such a word in brackets is the question, not its answer. */
    private static final String ASKED =
            "(?:[^\\n]{0,12}" + words("asked.end") + "|" + words("undecided") + "|TBD|TBC|TBA|TODO)";

    /** The same in a language that parts its words. */
    private static final String ASKED_FOR = "[^\\n<>\\[\\]]{0,20}\\b" + words("asked.word") + "\\b[^\\n<>\\[\\]]{0,20}";

    private static final String OPEN = "[\\[【〔<〈《「『({]";
    private static final String CLOSE = "[\\]】〕>〉》」』)}]";

    private static final List<Pattern> SLOTS = List.of(
            Pattern.compile("\\$?\\{[^{}\\n]{0,40}\\}|%[A-Za-z_]{2,20}%|<%[^\\n]{0,40}%>"),
            // Two or more signs; among kanji numbers a circle is a zero (一〇〇番, 二〇〇〇年).
            Pattern.compile("(?<!" + KANJI_NUMBER + ")(?<!" + KANJI_NUMBER + "〇)" + BLANK_SIGN + "{2,}(?!"
                    + KANJI_NUMBER + ")"),
            // One sign before a unit; at the start of a line it may be the point of a list (○日時).
            Pattern.compile("(?<!" + KANJI_NUMBER + ")(?<!^)(?<!\\n)" + BLANK_SIGN + UNIT),
            Pattern.compile("(?m)^" + BLANK_SIGN + UNIT + "(?=[、。,にからまでの(午前後頃\\d〇○◯●△×✕]|$)"),
            Pattern.compile(
                    "(?<![A-Za-z])(?:[Xx]{2,}|YYYY|MM(?=[月/])|DD(?=日))(?![A-Za-z])|(?<![A-Za-z\\d])[Xx]" + UNIT),
            Pattern.compile("(?<![A-Za-z\\d])_{2,}|_{2,}(?![A-Za-z\\d])"),
            Pattern.compile("\\*{2,}|\\?{3,}|(?:(?<![?*#_])|\\G)[?*#_]++" + UNIT),
            Pattern.compile("(?:(?<!\\.)\\.{2,}+|(?<!・)・{2,}+|(?<!-)-{2,}+|(?<!ー)ー{2,}+)" + UNIT),
            Pattern.compile("(?:^|[\\s年:(、])[ \\t]+月[ \\t]*日|月[ \\t]+日|年[ \\t]+月|(?:令和|平成)[ \\t]+年|\\d時[ \\t]+分"),
            Pattern.compile(OPEN + "[ \\t.・…]*" + CLOSE),
            Pattern.compile(OPEN + "[ \\t]*(?:" + words("in-brackets") + "|TBD|TBC|TBA)[ \\t]*" + CLOSE),
            Pattern.compile("(?i)[\\[<]" + ASKED_FOR + "[\\]>]"),
            Pattern.compile("\\b(?:TODO|FIXME|TBD|TBC|TBA)\\b"),
            Pattern.compile(words("anywhere")),
            Pattern.compile("(?m):[ \\t]*" + words("after-colon") + "[ \\t]*$"),
            Pattern.compile("(?mi)^[・ \\t]*" + words("label") + "[ \\t]*:[ \\t]*$(?!\\n[^\\n])"));

    private static final Pattern BRACKET =
            Pattern.compile("[\\[【〔<〈《][ \\t]*" + ASKED + "[ \\t]*[\\]】〕>〉》](?<rest>[^\\n]*)(?<next>\\n?[^\\n]*)");
    private static final Pattern HEADING = Pattern.compile("[\\s・○●◎■□◆◇※\\d.)(-]*");
    private static final Pattern GOES_ON = Pattern.compile("^" + words("goes-on"));

    /** A line of signs between two parts of a text. */
    private static final Pattern RULE = Pattern.compile("(?m)^[ \\t]*([_*\\-=~・.〇○◯●×□■☆★△▲])\\1{4,}[ \\t]*$");

    private OpenSlots() {}

    /** Any of the words under {@code notice.slot.}; a star in one stands for a few letters, and a lone dash for no word. */
    private static String words(String key) {
        String words = Language.all().stream()
                .flatMap(language ->
                        Stream.of(TEXTS.text(language, "notice.slot." + key).split("[|]")))
                .filter(word -> !word.equals("-"))
                .distinct()
                .map(word ->
                        Stream.of(word.split("[*]", -1)).map(Pattern::quote).collect(Collectors.joining("[^\\n]{0,8}")))
                .collect(Collectors.joining("|"));
        return "(?:" + (words.isEmpty() ? "(?!)" : words) + ")";
    }

    /** The first open slot of a text in which own names are masked already. */
    static Optional<String> first(String text) {
        String read = RULE.matcher(text).replaceAll("");
        for (Pattern slot : SLOTS) {
            Matcher found = slot.matcher(read);
            if (found.find()) {
                return Optional.of(found.group().strip());
            }
        }
        Matcher bracket = BRACKET.matcher(read);
        for (int from = 0; bracket.find(from); from = bracket.start() + 1) {
            if (!isHeading(read, bracket)) {
                String whole = bracket.group();
                return Optional.of(whole.substring(0, bracket.start("rest") - bracket.start()));
            }
        }
        return Optional.empty();
    }

    /** 【日時】 begins a line and something follows; 【店舗名】を stands for a name. */
    private static boolean isHeading(String text, Matcher bracket) {
        int lineStart = text.lastIndexOf('\n', bracket.start() - 1) + 1;
        if (!HEADING.matcher(text.substring(lineStart, bracket.start())).matches()) {
            return false;
        }
        String rest = bracket.group("rest").strip();
        if (rest.isEmpty()) {
            String next = bracket.group("next").strip();
            return !next.isEmpty() && !next.startsWith("【");
        }
        return !GOES_ON.matcher(rest).find();
    }
}
