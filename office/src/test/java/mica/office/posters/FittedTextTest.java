package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import mica.office.posters.FittedText.Box;
import org.junit.jupiter.api.Test;

/** With a typeface in which every character is as wide as it is high. */
class FittedTextTest {

    private static final double MM = 72 / 25.4;

    private static FittedText fit(String text, double width, double height, double points) {
        return FittedText.fit(
                text, new Box(width / MM, height / MM, points), part -> part.codePointCount(0, part.length()));
    }

    @Test
    void a_short_name_stands_in_one_line_at_full_size() {
        assertThat(fit("味処", 500, 100, 40)).isEqualTo(new FittedText(40, java.util.List.of("味処")));
    }

    @Test
    void a_line_breaks_between_words_rather_than_inside_them() {
        assertThat(fit("味処髙良 花小路本店", 200, 100, 40).lines()).containsExactly("味処髙良", "花小路本店");
        assertThat(fit("ラーメン大将 駅前", 200, 100, 40).lines()).containsExactly("ラーメン大将", "駅前");
    }

    @Test
    void no_line_begins_with_a_long_mark_or_a_closing_bracket() {
        for (int width = 200; width < 600; width += 7) {
            assertThat(fit("コーヒーとケーキの店（セーヌ）", width, 120, 40).lines().stream().skip(1))
                    .noneMatch(line -> line.startsWith("ー") || line.startsWith("）"));
        }
    }

    @Test
    void a_word_longer_than_the_box_is_broken_rather_than_made_tiny() {
        FittedText fitted = fit("w".repeat(100), 400, 100, 40);
        assertThat(fitted.lines()).hasSizeGreaterThan(1);
        assertThat(fitted.points()).isGreaterThan(15);
        assertThat(String.join("", fitted.lines())).isEqualTo("w".repeat(100));
    }

    @Test
    void any_text_fits_any_box() {
        for (int length = 1; length <= 200; length += 13) {
            FittedText fitted = fit("国".repeat(length), 90, 30, 40);
            assertThat(fitted.lines()).allMatch(line -> line.length() * fitted.points() <= 90);
            assertThat(fitted.lines().size() * fitted.points() * FittedText.LINE_HEIGHT)
                    .isLessThanOrEqualTo(30.001);
        }
    }

    @Test
    void lines_of_one_text_are_about_as_long() {
        assertThat(fit("国".repeat(30), 400, 100, 40).lines()).hasSize(2).allMatch(line -> line.length() == 15);
    }
}
