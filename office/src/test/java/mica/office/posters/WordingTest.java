package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.text.PrintableText;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void the_usage_sheet_has_every_text_in_both_languages() {
        assertThat(usage(Wording.ENGLISH)).isEqualTo(usage(Wording.JAPANESE)).isNotEmpty();
    }

    @Test
    void no_text_is_left_over() {
        Set<String> used = new TreeSet<>(Set.of("usage.title", "lang", "subject", "author"));
        Pattern.compile("\\{\\{(usage[\\w.]+)}}")
                .matcher(Template.read("usage.html"))
                .results()
                .forEach(gap -> used.add(gap.group(1)));
        assertThat(Wording.ENGLISH.texts().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void every_gap_of_a_text_is_filled() {
        PrintableText printable = new PrintableText(character -> true);
        for (Wording wording : Set.of(Wording.JAPANESE, Wording.ENGLISH)) {
            assertThat(wording.of(Printed.SERVICE, printable).texts().entrySet().stream()
                            .filter(text -> text.getValue()
                                    .matches(".*\\{(?!venue|address|ceremony|date|isodate|number|of\\}).*"))
                            .toList())
                    .isEmpty();
        }
    }

    private static Set<String> usage(Wording wording) {
        return wording.texts().keySet().stream()
                .filter(key -> key.startsWith("usage."))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
