package mica.exchange.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import mica.exchange.address.EmailAddress.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "name@example.jp, name@example.jp",
                "Name.Sur+tag@Example.JP, Name.Sur+tag@example.jp",
                "| name@example.jp |, name@example.jp",
                "ｎａｍｅ＠ｅｘａｍｐｌｅ．ｊｐ, name@example.jp",
                "name@example。jp, name@example.jp",
                "|　name@example.jp　|, name@example.jp",
                "o'neill+a&b=c/d?e-f_g#h{i}j~k^l@example.jp, o'neill+a&b=c/d?e-f_g#h{i}j~k^l@example.jp",
                "a@例え.jp, a@xn--r8jz45g.jp",
                "a@xn--r8jz45g.jp, a@xn--r8jz45g.jp",
                "a@b.co, a@b.co"
            })
    void an_address_is_read_as_it_was_meant(String typed, String meant) {
        assertThat(parsed(typed).spelled()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b@docomo.ne.jp", "abc.@ezweb.ne.jp", "a..b.@au.com", "\"a..b\"@docomo.ne.jp"})
    void old_carrier_addresses_with_loose_dots_are_taken_and_quoted_on_the_wire(String typed) {
        EmailAddress address = parsed(typed);
        assertThat(address.wireForm()).startsWith("\"").contains("\"@");
        assertThat(EmailAddress.of(address.wireForm())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "taro@example.ne.jp、",
                "taro@example.ne.jp。",
                "taro@example.ne.jp.",
                "taro@example.ne.jp,",
                "taro@example。ne．jp",
                "taro@example、ne，jp",
                "taro@example,ne,jp",
                "taro@example.ne.jp\u00A0",
                "\u3000\u2003taro@example.ne.jp\t\r\n",
                "\u200Btaro@example.ne.jp",
                "\uFEFFtaro@example.ne.jp\u2060",
                "\u202Ataro@example.ne.jp\u202C",
                "\u2068taro\u2069@\u200Eexample.ne.jp\u200F",
                "ta\u00ADro@exam\u200Bple.ne.jp",
                "taro\uFE0F@example.ne.jp\uDB40\uDD00",
                "ta\u200Dro@exam\u200Cple.ne.jp",
                "taro @ example.ne.jp",
                "taro﹫example.ne.jp",
                "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｎｅ．ｊｐ",
                "mailto:taro@example.ne.jp",
                "MAILTO: taro@example.ne.jp",
                "山田 太郎 <taro@example.ne.jp>",
                "\"Taro, Y.\" <taro@example.ne.jp>",
                "「taro@example.ne.jp」",
                "'taro@example.ne.jp'",
                "・taro@example.ne.jp"
            })
    void slips_of_a_keyboard_and_marks_that_nobody_sees_are_mended(String typed) {
        assertThat(EmailAddress.parse(typed))
                .isEqualTo(new EmailAddress.Outcome.Parsed(new EmailAddress("taro", "example.ne.jp")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ta-ro@test\u30FCexample.ne.jp",
                "ta-ro@test\u2212example.ne.jp",
                "ta-ro@test\u2010example.ne.jp",
                "ta-ro@test\u2014example.ne.jp",
                "ta-ro@testｰexample.ne.jp",
                "ta－ro@test－example.ne.jp",
                "taーro@test-example.ne.jp",
                "ta\u2013ro@test-example.ne.jp",
                // What a browser makes of them.
                "ta-ro@xn--testexample-xu5j.ne.jp",
                "ta-ro@xn--testexample-wg8f.ne.jp",
                "ta-ro@xn--testexample-of3f.ne.jp"
            })
    void what_looks_like_a_hyphen_is_taken_for_one(String typed) {
        assertThat(EmailAddress.parse(typed))
                .isEqualTo(new EmailAddress.Outcome.Parsed(new EmailAddress("ta-ro", "test-example.ne.jp")));
    }

    @ParameterizedTest
    @CsvSource({
        "taro@日本語.example.jp, taro@xn--wgv71a119e.example.jp",
        "taro@b.みんな, taro@b.xn--q9jyb4c",
        "taro@スーパー.jp, taro@xn--zck5b0gb.jp",
        "taro@xn--zck5b0gb.jp, taro@xn--zck5b0gb.jp",
        "taro@カメラ・テスト.jp, taro@xn--lck2a0bj6jzbvh.jp",
        "taro@straße.de, taro@xn--strae-oqa.de",
        "taro@BÜCHER.de, taro@xn--bcher-kva.de",
        "taro@ｶﾞｽ.jp, taro@xn--mck0a.jp",
        "taro@佐々木〇一.jp, taro@xn--u6je331ulfbb19d.jp"
    })
    void domains_in_letters_of_any_script_are_taken_as_their_a_labels(String typed, String meant) {
        assertThat(EmailAddress.of(meant)).isEqualTo(parsed(typed));
        assertThat(parsed(meant)).isEqualTo(parsed(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|id@example.jp",
                "a|b@example.jp",
                "`id`@example.jp",
                "$(id)@example.jp",
                "$HOME@example.jp",
                "${jndi:x}@example.jp",
                "user%other.example.jp@example.jp",
                "other.example.jp!user@example.jp",
                "@other.example.jp:user@example.jp",
                "-oXtest@example.jp",
                "-oXtest@docomo.ne.jp",
                "/var/mail/root@example.jp",
                "~root@example.jp",
                "&1@example.jp",
                ":include:a@example.jp",
                "\\taro@example.jp",
                "a*@example.jp",
                "\"|id\"@docomo.ne.jp"
            })
    void what_a_program_would_take_for_an_order_is_refused(String typed) {
        assertThat(EmailAddress.parse(typed)).isInstanceOf(EmailAddress.Outcome.Refused.class);
        assertThat(EmailAddress.arrived(typed)).isInstanceOf(EmailAddress.Outcome.Refused.class);
    }

    @Test
    void hyphens_that_a_carrier_lets_its_customers_begin_with_are_taken_there() {
        assertThat(EmailAddress.parse("-.-taro-.-@ezweb.ne.jp")).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        assertThat(EmailAddress.parse("_taro-@docomo.ne.jp")).isInstanceOf(EmailAddress.Outcome.Parsed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "taro@example.ne.xn--jp-p13a, TOP_LEVEL_UNKNOWN",
        "taro@example.jpn, TOP_LEVEL_UNKNOWN",
        "taro@example.con, TOP_LEVEL_UNKNOWN",
        "taro@example.co.JPP, TOP_LEVEL_UNKNOWN",
        "taro@example.日本人, TOP_LEVEL_UNKNOWN",
        "taro@example.test, TOP_LEVEL_UNKNOWN",
        "taro@example.invalid, TOP_LEVEL_UNKNOWN",
        "taro@example.local, TOP_LEVEL_UNKNOWN",
        "taro@xn--0.jp, DOMAIN_WRONG",
        "taro@xn--.jp, DOMAIN_WRONG",
        "taro@xn--a.jp, DOMAIN_WRONG",
        "taro@xn--test-.jp, DOMAIN_WRONG",
        "taro@xn--a\u3042.jp, DOMAIN_WRONG",
        "taro@xn--i-7iq.jp, DOMAIN_WRONG",
        "taro@i❤.jp, DOMAIN_WRONG",
        "taro@例え！.jp, DOMAIN_WRONG",
        "taro@-例え.jp, DOMAIN_WRONG",
        "taro@a\u05D0.jp, DOMAIN_WRONG",
        "taro@日\u200D本.jp, DOMAIN_WRONG",
        "taro@example・.jp, DOMAIN_WRONG"
    })
    void a_domain_that_cannot_exist_is_refused(String typed, Refusal reason) {
        assertThat(EmailAddress.parse(typed)).isEqualTo(new EmailAddress.Outcome.Refused(reason));
    }

    @Test
    void the_list_of_top_level_domains_is_whole() {
        assertThat(TopLevelDomains.count()).isBetween(1_300, 5_000);
        assertThat(List.of("jp", "com", "net", "org", "tokyo", "xn--q9jyb4c", "xn--wgbh1c", "xn--fiqs8s", "arpa"))
                .allMatch(TopLevelDomains::contains);
        assertThat(List.of("", "JP", "localhost", "test", "# IANA", "みんな")).noneMatch(TopLevelDomains::contains);
    }

    @Test
    void another_zone_may_know_a_newer_list_and_nothing_else() {
        assertThat(EmailAddress.arrived("taro@example.newest")).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        assertThat(EmailAddress.arrived("\"a..b\"@docomo.ne.jp")).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        assertThat(EmailAddress.arrived("a..b@docomo.ne.jp")).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        for (String other : List.of(
                " taro@example.jp",
                "taro@Example.jp",
                "taro@example.jp.",
                "taro@例え.jp",
                "taro@xn--testexample-wg8f.ne.jp",
                "taro@xn--0.jp",
                "|id@example.jp",
                "a@b@example.jp",
                "")) {
            assertThat(EmailAddress.arrived(other)).isInstanceOf(EmailAddress.Outcome.Refused.class);
        }
    }

    @Test
    void what_was_taken_by_wider_rules_is_still_read() {
        for (String earlier : List.of("a!b%c|d@example.test", "taro@xn--testexample-wg8f.ne.jp", "\"a..b\"@au.com")) {
            assertThat(EmailAddress.of(earlier).wireForm()).isEqualTo(earlier);
        }
        for (String never : List.of("a b@example.jp", "a@b\r\n@x.jp", "a@", "@a", "a", "", "a@例え.jp")) {
            assertThat(EmailAddress.written(never)).isEmpty();
        }
    }

    @Test
    void what_a_browser_made_of_an_address_is_shown_as_it_was_typed() {
        assertThat(EmailAddress.legible("taro@example.ne.xn--jp-p13a")).isEqualTo("taro@example.ne.jp、");
        assertThat(EmailAddress.legible("taro@xn--0.jp")).isEqualTo("taro@xn--0.jp");
        assertThat(EmailAddress.legible("xn--")).isEqualTo("xn--");
    }

    @Test
    void whatever_is_typed_an_address_is_ascii_and_read_again_as_itself() {
        Random random = new Random(18);
        List<String> pieces = List.of(
                "taro",
                "@",
                "example",
                ".",
                "jp",
                "。",
                "、",
                "＠",
                "．",
                "ー",
                "−",
                "-",
                "xn--",
                "例え",
                "\u200B",
                "\u202E",
                " ",
                "　",
                "\u00A0",
                "\"",
                "'",
                "<",
                ">",
                "mailto:",
                "|",
                "`",
                "\r\n",
                "\u0000",
                "ß",
                "é",
                "\uD83D",
                "😀",
                "\u200D",
                "א",
                ",",
                ";",
                "A",
                "9",
                "_",
                "+",
                "/",
                "docomo.ne.jp",
                "みんな",
                "xn--q9jyb4c",
                "wg8f",
                "example.jp");
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder typed = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int n = 0; n < length; n++) {
                typed.append(
                        random.nextInt(20) == 0
                                ? Character.toString(random.nextInt(0x3000))
                                : pieces.get(random.nextInt(pieces.size())));
            }
            if (random.nextBoolean()) {
                typed.append("@example.jp");
            }
            if (EmailAddress.parse(typed.toString()) instanceof EmailAddress.Outcome.Parsed(EmailAddress address)) {
                taken++;
                assertThat(address.wireForm()).matches("[!-~]{3,256}").matches("[^@]+@[^@]+");
                assertThat(parsed(address.spelled())).as("%s", typed).isEqualTo(address);
                assertThat(EmailAddress.of(address.wireForm())).isEqualTo(address);
                assertThat(EmailAddress.arrived(address.wireForm()))
                        .isEqualTo(new EmailAddress.Outcome.Parsed(address));
            }
        }
        assertThat(taken).isGreaterThan(5_000);
    }

    @Test
    void a_million_letters_are_refused_before_anything_is_made_of_them() {
        for (String letter : List.of("a", " ", "\u200B", "@", "。", "xn--")) {
            String typed = letter.repeat(1_000_000);
            assertThat(EmailAddress.parse(typed)).isEqualTo(new EmailAddress.Outcome.Refused(Refusal.TOO_LONG));
            assertThat(EmailAddress.legible(typed)).isSameAs(typed);
            for (String longest : List.of(letter.repeat(2_000 / letter.length()), "a@" + letter.repeat(400) + ".jp")) {
                EmailAddress.parse(longest);
            }
        }
    }

    private static EmailAddress parsed(String typed) {
        return ((EmailAddress.Outcome.Parsed) EmailAddress.parse(typed)).address();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, EMPTY",
                "'', EMPTY",
                "'   ', EMPTY",
                "name, NO_AT",
                "@example.jp, LOCAL_PART_MISSING",
                "name@, DOMAIN_MISSING",
                "a@b@example.jp, SEVERAL_ADDRESSES",
                "'a@example.jp,b@example.jp', SEVERAL_ADDRESSES",
                "a@example.jp;b@example.jp, SEVERAL_ADDRESSES",
                "a b@example.jp, LOCAL_PART_CHARACTER",
                "\"a b\"@example.jp, LOCAL_PART_CHARACTER",
                "\"a..b\"@example.jp, LOCAL_PART_CHARACTER",
                "名前@example.jp, LOCAL_PART_CHARACTER",
                "(comment)a@example.jp, LOCAL_PART_CHARACTER",
                "<a@example.jp, LOCAL_PART_CHARACTER",
                "a..b@example.jp, LOCAL_PART_DOTS",
                "a.@example.jp, LOCAL_PART_DOTS",
                ".a@docomo.ne.jp, LOCAL_PART_DOTS",
                "a@localhost, DOMAIN_WRONG",
                "a@[192.0.2.1], DOMAIN_WRONG",
                "a@192.0.2.1, DOMAIN_WRONG",
                "a@example..jp, DOMAIN_WRONG",
                "a@-example.jp, DOMAIN_WRONG",
                "a@exa_mple.jp, DOMAIN_WRONG",
                "a@exam ple.jp, DOMAIN_WRONG",
                "a@example.jp>, DOMAIN_WRONG",
                "a@example.j, DOMAIN_WRONG"
            })
    void what_is_no_address_is_refused_with_its_reason(String typed, Refusal reason) {
        assertThat(EmailAddress.parse(typed)).isEqualTo(new EmailAddress.Outcome.Refused(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.jp\r\nBcc: b@example.jp",
                "a\r\n@example.jp",
                "a\u0000@example.jp",
                "a@exam\u0000ple.jp",
                "a@example.jp\u2028x",
                "\uD800@example.jp",
                "a@\uD800.jp",
                "😀@example.jp"
            })
    void hostile_characters_never_get_through(String typed) {
        assertThat(EmailAddress.parse(typed)).isInstanceOf(EmailAddress.Outcome.Refused.class);
    }

    @Test
    void the_limits_of_length_are_those_of_the_standard() {
        String longest = "a".repeat(64) + "@" + ("b".repeat(60) + ".").repeat(3) + "jp";
        assertThat(EmailAddress.parse(longest)).isInstanceOf(EmailAddress.Outcome.Parsed.class);
        assertThat(EmailAddress.parse("a" + longest)).isEqualTo(new EmailAddress.Outcome.Refused(Refusal.TOO_LONG));
        assertThat(EmailAddress.parse("a@" + "b".repeat(64) + ".jp"))
                .isEqualTo(new EmailAddress.Outcome.Refused(Refusal.DOMAIN_WRONG));
        assertThat(EmailAddress.parse("a".repeat(10_000)))
                .isEqualTo(new EmailAddress.Outcome.Refused(Refusal.TOO_LONG));
    }

    @Test
    void printing_an_address_does_not_show_whose_it_is() {
        assertThat(EmailAddress.of("name@example.jp").toString()).doesNotContain("name");
    }

    @Test
    void a_masked_address_shows_one_letter_and_not_how_many_there_are() {
        assertThat(EmailAddress.of("name@example.jp").masked()).isEqualTo("n***@example.jp");
        assertThat(EmailAddress.of("n@example.jp").masked()).isEqualTo("n***@example.jp");
    }

    @Test
    void two_spellings_of_one_mailbox_count_once() {
        assertThat(parsed("Name@Example.jp").identity())
                .isEqualTo(parsed("name@example.JP").identity());
    }
}
