package mica.exchange.text;

import static org.assertj.core.api.Assertions.assertThat;

import mica.exchange.text.PlainText.Outcome;
import mica.exchange.text.PlainText.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "𠮷野家",
                "髙島屋",
                "﨑陽軒",
                "葛\uDB40\uDD00城",
                "👨‍👩‍👧‍👦",
                "🇯🇵",
                "<b>太字</b>",
                "=1+1",
                "'; drop table"
            })
    void rare_kanji_emoji_markup_and_formulas_pass_unchanged(String text) {
        assertThat(PlainText.line(text, 40)).isEqualTo(new Outcome.Clean(text));
    }

    @Test
    void blanks_around_a_text_are_taken_away_and_letters_composed() {
        assertThat(PlainText.line(" 　か\u3099 　", 40)).isEqualTo(new Outcome.Clean("が"));
    }

    @ParameterizedTest
    @CsvSource({
        "'a\nb', LINE_BREAK",
        "'a\u2028b', LINE_BREAK",
        "'a\u0000b', CONTROL_CHARACTER",
        "'a\u200Bb', CONTROL_CHARACTER",
        "'a\u202Eb', DIRECTION_CONTROL",
        "'a\u2066b', DIRECTION_CONTROL",
        "'a\uFFFDb', BROKEN_CHARACTER",
        "'a\uD800b', BROKEN_CHARACTER",
        "'a\uE000b', BROKEN_CHARACTER",
        "'　', EMPTY",
        "'\u3164\u2800', EMPTY",
        "'\u200D\uFE0F', EMPTY"
    })
    void what_could_do_harm_is_refused_with_its_reason(String text, Refusal reason) {
        assertThat(PlainText.line(text, 40)).isEqualTo(new Outcome.Refused(reason));
    }

    @Test
    void length_is_counted_in_characters_as_people_see_them() {
        assertThat(PlainText.line("𠮷".repeat(40), 40)).isInstanceOf(Outcome.Clean.class);
        assertThat(PlainText.line("𠮷".repeat(41), 40)).isEqualTo(new Outcome.Refused(Refusal.TOO_LONG));
        assertThat(PlainText.line("あ".repeat(10_000), 40)).isEqualTo(new Outcome.Refused(Refusal.TOO_LONG));
    }

    @Test
    void paragraphs_keep_their_lines() {
        assertThat(PlainText.paragraphs("a\r\nb\rc", 40)).isEqualTo(new Outcome.Clean("a\nb\nc"));
    }

    @Test
    void hiragana_and_half_width_letters_become_katakana() {
        assertThat(Kana.katakana("すしﾄﾞｺﾛー")).isEqualTo("スシドコロー");
    }

    @Test
    void length_is_measured_after_letters_came_apart_so_that_a_clean_text_is_clean_again() {
        assertThat(PlainText.line("\uFB2C".repeat(40), 40)).isEqualTo(new Outcome.Refused(Refusal.TOO_LONG));
        assertThat(PlainText.line("か\u3099".repeat(40), 40)).isEqualTo(new Outcome.Clean("が".repeat(40)));
    }

    @Test
    void kanji_of_a_name_are_not_exchanged_for_their_everyday_forms() {
        assertThat(PlainText.line("\uFA1B\uFA19か\u3099\uD87E\uDC1A", 40))
                .isEqualTo(new Outcome.Clean("\uFA1B\uFA19が\uD87E\uDC1A"));
    }
}
