package mica.exchange.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    private static final PrintableText PRINTABLE = PrintableText.ofPosters();

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
    void one_geta_mark_stands_for_one_character_of_many_parts() {
        PrintableText noEmoji = new PrintableText(letter -> letter < 0x1F000);
        assertThat(noEmoji.of("家👨‍👩‍👧‍👦店🇯🇵👍🏽")).isEqualTo("家〓店〓〓");
    }

    @Test
    void names_of_neighbours_and_with_symbols_are_printed() {
        for (String name : new String[] {"荟華楼", "물론 Cafe", "cafe ☕ 森", "food✕bar", "东北饺子馆", "森🍰"}) {
            assertThat(PRINTABLE.of(name)).isEqualTo(name);
            assertThat(PRINTABLE.spoiled(name)).isEmpty();
        }
    }

    @Test
    void what_is_printed_otherwise_than_typed_is_told() {
        assertThat(PRINTABLE.spoiled("らーめん 𪚥", "𪚥の間")).containsExactly("𪚥");
        assertThat(PRINTABLE.of("らーめん 𪚥")).isEqualTo("らーめん 〓");
        assertThat(PRINTABLE.spoiled("葛\uDB40\uDD00城", "辻\uFE00")).containsExactly("葛\uDB40\uDD00", "辻\uFE00");
        assertThat(PRINTABLE.spoiled("森x\u0330\u0331店")).containsExactly("x\u0330\u0331");
        assertThat(PRINTABLE.spoiled("家👨\u200D👩\u200D👧店")).hasSize(1);
    }

    @Test
    void what_is_printed_as_typed_is_not_told() {
        assertThat(PRINTABLE.spoiled("か\u3099 ﾊﾟ A\u3000B", "♥\uFE0F ☕\uFE0E", "〓", "髙﨑 𠮷野 \uFA19", "é", ""))
                .isEmpty();
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
        assertThat(PrintableLetters.ofPosters().has('〓')).isTrue();
    }
}
