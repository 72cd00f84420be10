package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import mica.exchange.text.Language;
import mica.exchange.text.PrintableText;
import mica.exchange.text.TestLanguages;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void every_text_stands_in_every_language() {
        for (Language language : Language.all()) {
            assertThat(Wording.in(language).texts().keySet())
                    .as(language.tag())
                    .isEqualTo(Wording.in(Language.first()).texts().keySet());
        }
    }

    @Test
    void no_text_of_the_usage_sheet_is_left_over() {
        Set<String> used = new TreeSet<>(Set.of("usage.title"));
        Pattern.compile("\\{\\{(usage[\\w.]+)}}")
                .matcher(Template.read("usage.html"))
                .results()
                .forEach(gap -> used.add(gap.group(1)));
        assertThat(Wording.in(TestLanguages.EN).texts().keySet().stream().filter(key -> key.startsWith("usage.")))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void every_gap_of_a_text_is_filled() {
        PrintableText printable = new PrintableText(character -> true);
        for (ServiceLines lines : List.of(Printed.SERVICE, Printed.ENGLISH)) {
            assertThat(Wording.of(lines, printable).texts().entrySet().stream()
                            .filter(text -> text.getValue()
                                    .matches(".*\\{(?!venue|address|ceremony|date|isodate|number|of\\}).*"))
                            .toList())
                    .isEmpty();
        }
    }
}
