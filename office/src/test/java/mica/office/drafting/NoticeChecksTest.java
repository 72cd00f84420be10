package mica.office.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.notice.Finding;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeChecksTest {

    private static final Random RANDOM = new Random(3);
    private static final Instant FROM = Instant.parse("2026-04-12T02:30:00Z");
    private static final Instant TO = Instant.parse("2026-04-12T05:00:00Z");
    private static final ServiceFacts SERVICE = service(List.of("0120-000-111", "https://www.partner.example.org/ask"));

    private static ServiceFacts service(List<String> partners) {
        return new ServiceFacts(
                ServiceFacts.State.OPEN,
                Map.of("ja", "おしらせ", "en", "Contact alert"),
                Map.of("ja", "見本県", "en", "Sample Prefecture"),
                Map.of("ja", "感染症対策課", "en", "Infectious disease control"),
                Disease.of(Map.of("ja", "麻しん", "en", "measles"), 14),
                "022-000-0000",
                "mica@pref.example.jp",
                Map.of("ja", "平日 8:30〜17:15", "en", "weekdays 8:30–17:15"),
                "https://mica.pref.example.jp",
                "Asia/Tokyo",
                List.of(),
                List.of(),
                null,
                false,
                partners,
                List.of());
    }

    private static NoticePlace place(String name, String... labels) {
        return new NoticePlace(
                VenueCode.random(RANDOM),
                name,
                java.util.Arrays.stream(labels)
                        .map(label -> new NoticePlace.NoticeSpot(SpotCode.random(RANDOM), label))
                        .toList());
    }

    private static NoticeContent content(NoticePlace place, Map<Language, NoticeText> texts) {
        return new NoticeContent(NoticeKind.FIRST, null, List.of(place), FROM, TO, true, texts);
    }

    /** What blocks a ready text for a venue, with one more line. */
    private static List<Finding.FindingKind> blocked(NoticePlace place, String line, ServiceFacts service) {
        Map<Language, NoticeText> texts = new HashMap<>();
        NoticeTemplates.write(
                        new NoticeTemplates.Facts(NoticeKind.FIRST, "2026-001", null, List.of(place), FROM, TO),
                        service)
                .forEach((language, text) ->
                        texts.put(language, new NoticeText(text.subject(), text.body() + "\n" + line)));
        return NoticeChecks.findings(content(place, texts), 1, List.of(), service, List.of()).stream()
                .filter(Finding::blocks)
                .map(Finding::what)
                .distinct()
                .toList();
    }

    private static List<Finding.FindingKind> blocked(String line) {
        return blocked(place("みちのく食堂", "入口"), line, SERVICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cafe {kotori-no-su}",
                "麺や〇〇",
                "○○まつり会場",
                "BAR XXX",
                "居酒屋 一〇〇番",
                "〇",
                "〇〇",
                "XX",
                "Ｂａｒ　＿＿",
                "？？？",
                "【旧】見本食堂",
                "焼肉【店舗名】",
                "居酒屋（　）",
                "book.com",
                "cafe@home",
                "電話屋 090-0000-1234",
                "●●●",
                "喫茶 [ ]",
                "年 月 日",
                "呑み処 未定",
                "TBD",
                "スナック ***",
                "×月×日",
                "食堂「　」",
                "ラーメン △△",
                "{phone}",
                "A",
                "入口",
                "0",
                "90"
            })
    void a_venue_may_have_any_name_and_its_notice_goes_out(String name) {
        assertThat(blocked(place(name), "", SERVICE)).as(name).isEmpty();
        assertThat(blocked(place("みちのく食堂", name, "2階"), "", SERVICE))
                .as("spot " + name)
                .isEmpty();
        assertThat(blocked(place(name), "（誤）○○○○", SERVICE))
                .as(name + " and a slot")
                .contains(Finding.FindingKind.PLACEHOLDER);
        assertThat(blocked(place(name), "電話 080-0000-9876", SERVICE))
                .as(name + " and a telephone")
                .contains(Finding.FindingKind.FOREIGN_PHONE);
    }

    @Test
    void names_put_together_of_signs_and_words_never_block() {
        List<String> parts = List.of(
                "麺や", "Bar", "〇", "○○", "X", "xx", "{", "}", "【", "】", "_", "__", "?", "＊", "△", "食堂", " ", "　", "（",
                "）", "・", "100", "一", "月", "日", "℃", "&", "'", "~", "☆", "★", "@", ".", "com", "-", "022");
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder("店");
            for (int n = RANDOM.nextInt(1, 7); n > 0; n--) {
                name.append(parts.get(RANDOM.nextInt(parts.size())));
            }
            assertThat(blocked(place(name.append("家").toString()), "", SERVICE))
                    .as(name.toString())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "〇月〇日に利用した方",
                "期間：〇月〇日",
                "○月○日",
                "４月○日",
                "◯◯食堂",
                "○○を利用した方",
                "●●市",
                "××町",
                "✕✕",
                "XX月XX日",
                "ＸＸ店",
                "xx日",
                "×月×日",
                "X月X日",
                "20XX年",
                "03-XXXX-XXXX",
                "__日",
                "＿＿さん",
                "店名：______",
                "【店舗名】をご利用の方へ",
                "昨日、【施設名】で",
                "【日時】に利用",
                "施設：【店舗名】",
                "[ ]",
                "［　］",
                "【　】",
                "（　）",
                "( )",
                "「　」",
                "『』",
                "{venue}",
                "｛店名｝",
                "${name}",
                "???",
                "？？？",
                "日時：未定",
                "場所　：　調整中",
                "（未定）",
                "【調整中】",
                "TBD",
                "ＴＢＤ",
                "TODO 直す",
                "△△課",
                "＊＊市",
                "***",
                "　月　日",
                "令和　年　月　日",
                "月　日から",
                "4月 日",
                "10時　分",
                "〇時〇分",
                "？月？日",
                "・・月・・日",
                "…月…日",
                "■■",
                "<店舗名>",
                "〈施設名〉を",
                "《氏名》",
                "[venue name]",
                "[DATE]",
                "<insert date here>",
                "%VENUE%",
                "（曜日）",
                "YYYY年MM月DD日",
                "施設：\n\n次の行",
                "要記入",
                "ここに入力してください",
                "○名の方",
                "【店舗名】\n"
            })
    void what_was_left_open_blocks(String slot) {
        assertThat(blocked(slot)).as(slot).contains(Finding.FindingKind.PLACEHOLDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "【お知らせ】",
                "【重要】必ずお読みください。",
                "【お願い】\n・手を洗ってください。",
                "【日時】4月12日 11:30から",
                "【日時】\n4月12日",
                "・【場所】見本会館",
                "一〇〇番へ",
                "二〇二六年四月一〇日",
                "○日時：4月12日",
                "○ご注意",
                "● 発熱 ● せき",
                "○時間：1時間以上",
                "□ 熱がある",
                "Tシャツ XXL",
                "Exxon",
                "MAX",
                "2×3",
                "本当ですか？？",
                "AさんとBさん",
                "（4月12日）",
                "「登録完了」の画面",
                "[Important] Please read",
                "see a doctor (if needed)",
                "再開の時期は未定です。",
                "毎月1日と15日",
                "年月日を控えてください",
                "月・水・金",
                "4月12日（日）",
                "----------",
                "＊＊＊＊＊＊＊＊＊＊",
                "________________",
                "※1 ご注意",
                "*1",
                "1) 熱 2) せき",
                "9:00-17:00",
                "0900-1100",
                "2026-04-12",
                "2026/04/12",
                "〒980-0000",
                "〒060-0000",
                "お知らせ番号：2026-001",
                "No.5",
                "Ver.2.1",
                "e.g. a cold",
                "See you.It is fine",
                "Mr.To",
                "119番へ",
                "#7119",
                "1.5 m",
                "38.5度",
                "022-000-0000",
                "０２２（０００）００００",
                "+81-22-000-0000",
                "+81 (0)22 000 0000",
                "022.000.0000",
                "022-000-0000（9時から17時）",
                "022-000-0000 (9:00-17:00)",
                "022-000-0000 9:00-17:00",
                "+81-22-000-0000 (9:00-17:00)",
                "0120-000-111",
                "０１２０　０００　１１１",
                "mica@pref.example.jp",
                "MICA@PREF.EXAMPLE.JP",
                "https://mica.pref.example.jp/about",
                "https://www.pref.example.jp/",
                "https://www.partner.example.org/other",
                "mica.pref.example.jp をご覧ください",
                "kansen@pref.example.jp",
                "URLやリンクは書いていません"
            })
    void ordinary_sentences_and_the_authoritys_own_pass(String line) {
        assertThat(blocked(line)).as(line).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "guest@example.com, MAIL_ADDRESS",
        "宛先：taro.yamada@docomo.ne.jp 様, MAIL_ADDRESS",
        "ｇｕｅｓｔ＠ｅｘａｍｐｌｅ．ｃｏｍ, MAIL_ADDRESS",
        "a..b.@docomo.ne.jp, MAIL_ADDRESS",
        "guest[at]example.com, MAIL_ADDRESS",
        "guest(at)example.com, MAIL_ADDRESS",
        "客@例え.jp, MAIL_ADDRESS",
        "mica@pref.example.jp.evil.example, MAIL_ADDRESS",
        "https://evil.example/, FOREIGN_LINK",
        "HTTPS://EVIL.EXAMPLE, FOREIGN_LINK",
        "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ, FOREIGN_LINK",
        "https://mica.pref.example.jp.evil.example/, FOREIGN_LINK",
        "https://mica.pref.example.jp@evil.example/, FOREIGN_LINK",
        "https://evil.example/?https://mica.pref.example.jp, FOREIGN_LINK",
        "https://evil.example\\@mica.pref.example.jp/, FOREIGN_LINK",
        "http://192.0.2.1/x, FOREIGN_LINK",
        "https://例え.jp, FOREIGN_LINK",
        "www.example.com, FOREIGN_LINK",
        "bit.ly/abc, FOREIGN_LINK",
        "くわしくは example.com へ, FOREIGN_LINK",
        "line://ti/p/abc, FOREIGN_LINK",
        "03-0000-0000, FOREIGN_PHONE",
        "090 0000 0000, FOREIGN_PHONE",
        "０９０－００００－００００, FOREIGN_PHONE",
        "(03)0000-0000, FOREIGN_PHONE",
        "03(0000)0000, FOREIGN_PHONE",
        "09000000000, FOREIGN_PHONE",
        "+81 3 0000 0000, FOREIGN_PHONE",
        "+1 212 555 0100, FOREIGN_PHONE",
        "０９０ー００００ー００００, FOREIGN_PHONE",
        "0120-000-112, FOREIGN_PHONE"
    })
    void what_leads_elsewhere_or_gives_somebody_away_blocks(String line, Finding.FindingKind what) {
        assertThat(blocked(line)).as(line).contains(what);
    }

    @ParameterizedTest
    @EnumSource
    void the_ready_texts_pass_but_for_what_they_leave_open_on_purpose(NoticeKind kind) {
        for (String disease : List.of("新型コロナウイルス感染症", "麻しん", "ノロウイルス感染症", "結核", "レジオネラ症", "季節性インフルエンザ（A型）")) {
            ServiceFacts service = SERVICE.withDisease(Disease.of(Map.of("ja", disease, "en", "disease"), 14));
            NoticePlace place = place("見本ホール", "入口", "2階");
            Map<Language, NoticeText> texts = NoticeTemplates.write(
                    new NoticeTemplates.Facts(kind, "2026-002", "2026-001", List.of(place), FROM, TO), service);
            List<Finding.FindingKind> blocked =
                    NoticeChecks.findings(content(place, texts), 1, List.of(), service, List.of()).stream()
                            .filter(Finding::blocks)
                            .map(Finding::what)
                            .distinct()
                            .toList();
            assertThat(blocked)
                    .isEqualTo(kind == NoticeKind.CORRECTION ? List.of(Finding.FindingKind.PLACEHOLDER) : List.of());
        }
    }

    @Test
    void texts_of_great_length_are_looked_through_in_a_moment() {
        for (String piece : List.of("〇", "【", "(", "a.", "0", "a@", "_", " ", "月", "　", "{", "http://a", "-", "0-")) {
            assertThat(blocked(piece.repeat(5_000 / piece.length()))).isNotNull();
        }
    }
}
