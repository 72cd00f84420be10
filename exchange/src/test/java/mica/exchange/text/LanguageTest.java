package mica.exchange.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

    @Test
    void the_list_is_the_programs_own_and_what_is_added_to_it() {
        assertThat(Language.first().tag()).isEqualTo("ja");
        assertThat(Language.ours()).containsExactly(TestLanguages.JA, TestLanguages.EN);
        assertThat(Language.all()).containsExactly(TestLanguages.JA, TestLanguages.EN, TestLanguages.PSEUDO);
        assertThat(TestLanguages.PSEUDO.ownName()).isEqualTo("Ééñglïïsh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ja-JP,ja;q=0.9|ja",
                "en-GB,en;q=0.9|en",
                "en-XA|en-XA",
                "EN-xa,en|en-XA",
                "en-XA;q=0.2,en;q=0.8|en",
                "fr-FR,fr;q=0.9,en;q=0.8|en",
                "fr|ja",
                "*|ja",
                "x;;q|ja",
                "''|ja"
            })
    void a_browser_gets_what_it_asks_for_first_of_what_is_offered(String header, String tag) {
        assertThat(Language.accepted(header, Language.all()).tag()).isEqualTo(tag);
    }

    @Test
    void what_is_not_offered_is_not_given() {
        assertThat(Language.accepted("en", List.of(TestLanguages.JA))).isEqualTo(TestLanguages.JA);
        assertThat(Language.accepted("en-US", List.of(TestLanguages.PSEUDO, TestLanguages.JA)))
                .as("another variety is nearer than another language")
                .isEqualTo(TestLanguages.PSEUDO);
        assertThat(Language.accepted(null, List.of(TestLanguages.EN, TestLanguages.JA)))
                .isEqualTo(TestLanguages.EN);
    }

    @Test
    void a_tag_without_texts_stays_what_it_is_and_is_spoken_to_in_the_first_language() {
        Language vietnamese = Language.of("vi");
        assertThat(vietnamese.tag()).isEqualTo("vi");
        assertThat(vietnamese).isEqualTo(Language.of("vi")).isNotEqualTo(TestLanguages.JA);
        assertThat(Language.known("vi")).isEmpty();
        assertThat(Language.spoken("vi")).isEqualTo(TestLanguages.JA);
        assertThat(new Texts("mica.exchange.text").text(vietnamese, "moment.day"))
                .isEqualTo("yyyy年M月d日");
        for (String wrong : List.of("", "v", "JA", "ja_JP", "ja-", "<b>", "ja\n")) {
            assertThatThrownBy(() -> Language.of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void days_and_times_are_written_as_the_language_has_them() {
        LocalDate day = LocalDate.of(2026, 4, 12);
        Instant moment = Instant.parse("2026-04-12T03:04:00Z");
        ZoneId japan = ZoneId.of("Asia/Tokyo");
        assertThat(Map.of(
                        "ja",
                                Moments.date(day, TestLanguages.JA) + " "
                                        + Moments.dateTime(moment, japan, TestLanguages.JA),
                        "en",
                                Moments.date(day, TestLanguages.EN) + " "
                                        + Moments.dateTime(moment, japan, TestLanguages.EN)))
                .containsEntry("ja", "2026年4月12日（日） 2026年4月12日（日）12:04")
                .containsEntry("en", "Sun 12 Apr 2026 Sun 12 Apr 2026, 12:04");
        assertThat(Moments.day(day, TestLanguages.JA)).isEqualTo("2026年4月12日");
        // By a skeleton: in what order the parts stand is Unicode's to know.
        assertThat(Moments.date(day, TestLanguages.PSEUDO)).isEqualTo("Sun, Apr 12, 2026");
        assertThat(Moments.dateTime(moment, japan, TestLanguages.PSEUDO))
                .contains("Apr 12, 2026")
                .contains("12:04");
    }

    @Test
    void numbers_and_plurals_are_the_languages_own() {
        TextPattern english = TextPattern.of("{1}: {0,plural,one{# person}other{# people}} {x}", TestLanguages.EN);
        assertThat(english.filled(1, "N")).isEqualTo("N: 1 person {x}");
        assertThat(english.filled(1_234, "{0}")).isEqualTo("{0}: 1,234 people {x}");
        TextPattern russian = TextPattern.of("{0,plural,one{# день}few{# дня}other{# дней}}", Language.of("ru"));
        assertThat(List.of(russian.filled(21), russian.filled(3), russian.filled(11)))
                .containsExactly("21 день", "3 дня", "11 дней");
        assertThat(TextPattern.of("{0,number}人", TestLanguages.JA).filled(12_345L))
                .isEqualTo("12,345人");
        assertThat(TextPattern.of("{0} {1} {9}", TestLanguages.JA).filled("$1\\"))
                .isEqualTo("$1\\ {1} {9}");
        assertThatThrownBy(() -> TextPattern.of("{0,plural,one{#}}", TestLanguages.EN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TextPattern.of("{0,plural,one{#}other{#}", TestLanguages.EN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> english.filled("1", "N")).isInstanceOf(IllegalArgumentException.class);
    }
}
