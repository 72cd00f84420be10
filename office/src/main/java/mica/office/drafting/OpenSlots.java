package mica.office.drafting;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what somebody meant to fill in and left open, in the ways people write it. Reads texts in NFKC, in which wide
 * and narrow letters are the same.
 */
final class OpenSlots {

    private static final String BLANK_SIGN = "[〇○◯●◎△▲□■☆★×✕✖╳]";
    private static final String UNIT = "(?:月|日|時|分|年|人|名|回|歳|階|号)";
    private static final String KANJI_NUMBER = "[一二三四五六七八九十百千万]";

    /** What a form asks for: such a word in brackets is the question, not its answer. */
    private static final String ASKED = "(?:[^\\n]{0,12}(?:名|名称|日時|日付|年月日|月日|期間|時間帯?|時刻|番号|住所|所在地|場所|施設|店舗"
            + "|氏名|人数|担当者?|課|係|連絡先|アドレス|URL|リンク|曜日?|記入|入力|挿入|差し込み|ここ[^\\n]{0,8})"
            + "|未定|未記入|調整中|確認中|要確認|後日|TBD|TBC|TBA|TODO)";

    private static final String ENGLISH_ASKED =
            "[^\\n<>\\[\\]]{0,20}\\b(?:venue|name|date|time|place|period|phone|number|address|url|link"
                    + "|insert|fill|enter|tbd|tbc)\\b[^\\n<>\\[\\]]{0,20}";

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
            Pattern.compile(
                    OPEN + "[ \\t]*(?:未定|未記入|調整中|確認中|要確認|要記入|後日記入|記入|入力|曜日?|TBD|TBC|TBA|店舗名|施設名|氏名)[ \\t]*" + CLOSE),
            Pattern.compile("(?i)[\\[<]" + ENGLISH_ASKED + "[\\]>]"),
            Pattern.compile("\\b(?:TODO|FIXME|TBD|TBC|TBA)\\b"),
            Pattern.compile("要記入|未記入|ここに(?:記入|入力|書)|ダミー文|仮の文"),
            Pattern.compile("(?m):[ \\t]*(?:未定|調整中|確認中|要確認|後日)[ \\t]*$"),
            Pattern.compile(
                    "(?mi)^[・ \\t]*(?:施設名?|店舗名?|期間|日時|日付|場所|電話(?:番号)?|venue|time|date|place|phone)[ \\t]*:[ \\t]*$(?!\\n[^\\n])"));

    private static final Pattern BRACKET =
            Pattern.compile("[\\[【〔<〈《][ \\t]*" + ASKED + "[ \\t]*[\\]】〕>〉》](?<rest>[^\\n]*)(?<next>\\n?[^\\n]*)");
    private static final Pattern HEADING = Pattern.compile("[\\s・○●◎■□◆◇※\\d.)(-]*");
    private static final Pattern GOES_ON = Pattern.compile("^(?:[をにではのとへも様]|が|か|から|まで|より|さん|および|又は|または)");

    /** A line of signs between two parts of a text. */
    private static final Pattern RULE = Pattern.compile("(?m)^[ \\t]*([_*\\-=~・.〇○◯●×□■☆★△▲])\\1{4,}[ \\t]*$");

    private OpenSlots() {}

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
