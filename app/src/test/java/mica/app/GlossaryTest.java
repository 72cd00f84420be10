package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One idea has one word, in what people read as well: docs/glossary.md. */
class GlossaryTest {

    private static final Path GLOSSARY =
            Path.of(System.getProperty("mica.root")).resolve("docs/glossary.md");

    /** Words that were given up, and the one that is said instead. */
    private static final Map<String, String> GIVEN_UP = Map.of(
            "店舗番号", "店舗コード",
            "番号の施設", "店舗コード",
            "掲示物", "ポスター",
            "利用者向けのお知らせ", "ポスター",
            "発信", "お知らせ",
            "感染事例", "事例");

    @Test
    void no_text_uses_a_word_that_was_given_up() throws IOException {
        Map<String, String> found = new TreeMap<>();
        Promises.japanese()
                .forEach((key, text) -> GIVEN_UP.forEach((word, instead) -> {
                    if (text.contains(word)) {
                        found.put(key, word + " → " + instead);
                    }
                }));
        assertThat(found).isEmpty();
    }

    @Test
    void the_words_that_are_used_stand_in_the_glossary() throws IOException {
        String glossary = Files.readString(GLOSSARY);
        for (String word : GIVEN_UP.values()) {
            assertThat(glossary).containsPattern(Pattern.compile("(?m)^\\| " + word + " \\| "));
        }
    }
}
