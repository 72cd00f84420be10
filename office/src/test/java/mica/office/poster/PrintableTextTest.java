package mica.office.poster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    private static final PrintableText PRINTABLE = new PrintableText(new Typefaces()::has);

    @Test
    void kanji_of_names_stay_as_they_are_written() {
        assertThat(PRINTABLE.of("𠮷野 髙﨑 神田")).isEqualTo("𠮷野 髙﨑 神田");
        assertThat(PRINTABLE.of("\uFA19\uFA1B")).isEqualTo("\uFA19\uFA1B");
    }

    @Test
    void variation_selectors_are_left_out() {
        assertThat(PRINTABLE.of("葛\uDB40\uDD00城 辻\uFE00")).isEqualTo("葛城 辻");
    }

    @Test
    void kana_with_separate_voicing_marks_are_put_together() {
        assertThat(PRINTABLE.of("か\u3099は\u309A")).isEqualTo("がぱ");
    }

    @Test
    void one_geta_mark_stands_for_one_emoji_of_many_parts() {
        assertThat(PRINTABLE.of("家👨‍👩‍👧‍👦店🇯🇵👍🏽")).isEqualTo("家〓店〓〓");
    }

    @Test
    void line_breaks_become_a_space_and_direction_marks_vanish() {
        assertThat(PRINTABLE.of(" A\r\n\tB\u2028C \u202EX\u2066Y\u200F ")).isEqualTo("A B C XY");
    }

    @Test
    void half_a_surrogate_pair_vanishes() {
        assertThat(PRINTABLE.of("店\uD83C名\uDC00")).isEqualTo("店名");
    }

    @Test
    void what_has_nothing_visible_is_empty_or_the_geta_mark() {
        assertThat(PRINTABLE.of("\u200B\uFEFF")).isEmpty();
        assertThat(PRINTABLE.some("\u200B\uFEFF")).isEqualTo("〓");
    }

    @Test
    void the_geta_mark_itself_can_be_printed() {
        assertThat(new Typefaces().has('〓')).isTrue();
    }
}
