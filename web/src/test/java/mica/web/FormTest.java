package mica.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void fields_are_read_as_they_were_typed_and_what_was_not_sent_is_empty() {
        Form form = Form.encoded("name=%E5%96%AB%E8%8C%B6+%E9%AB%99%EF%A8%91&spot=1&spot=2&empty=&=nobody&alone");
        assertThat(form.raw("name")).isEqualTo("喫茶 髙﨑");
        assertThat(form.all("spot")).containsExactly("1", "2");
        assertThat(form.raw("missing")).isEmpty();
        assertThat(form.all("missing")).isEmpty();
        assertThat(form.isTicked("spot")).isTrue();
        assertThat(form.isTicked("empty")).isFalse();
        assertThat(form.values()).containsOnlyKeys("name", "spot", "empty");
    }

    @Test
    void broken_encodings_become_letters_that_no_field_takes() {
        Form form = Form.encoded("percent=100%&cut=%E5%96&half=%4");
        assertThat(form.raw("percent")).isEqualTo("100\uFFFD");
        assertThat(form.raw("cut")).contains("\uFFFD");
        assertThat(form.raw("half")).isEqualTo("\uFFFD4");
        assertThat(form.line("percent", 50)).isEmpty();
        assertThat(requireNonNull(form.errorOf("percent")).key()).isEqualTo("form.text.BROKEN_CHARACTER");
    }

    @Test
    void what_is_required_may_not_be_empty_and_what_is_optional_may() {
        Form form = Form.encoded("blank=%E3%80%80&two=a%0D%0Ab");
        assertThat(form.optionalLine("blank", 10)).isEmpty();
        assertThat(form.optionalParagraphs("missing", 10)).isEmpty();
        assertThat(form.optionalEmail("missing")).isEmpty();
        assertThat(form.isRight()).isTrue();
        assertThat(form.paragraphs("two", 10)).isEqualTo("a\nb");

        assertThat(form.line("blank", 10)).isEmpty();
        assertThat(form.optionalLine("two", 10)).isEmpty();
        assertThat(form.email("missing")).isNull();
        assertThat(form.errors().keySet()).containsExactly("blank", "two", "missing");
        assertThat(requireNonNull(form.errorOf("two")).key()).isEqualTo("form.text.LINE_BREAK");
        assertThat(form.isRight()).isFalse();
    }

    @Test
    void a_text_that_is_too_long_is_told_how_long_it_may_be() {
        Form form = Form.encoded("name=123456");
        assertThat(form.line("name", 5)).isEmpty();
        assertThat(form.errorOf("name")).isEqualTo(new Form.FormMessage("form.text.TOO_LONG", List.of(5)));
        assertThat(form.raw("name")).isEqualTo("123456");
    }

    @Test
    void the_first_word_on_a_field_stays() {
        Form form = Form.empty().error("name", "first").error("name", "second").error("other", "third", 7);
        assertThat(requireNonNull(form.errorOf("name")).key()).isEqualTo("first");
        assertThat(form.errors()).containsOnlyKeys("name", "other");
    }

    @Test
    void an_address_is_read_and_one_that_is_none_is_shown_with_what_hides_in_it() {
        Form form = Form.encoded("good=Name%40Example.jp&bad=name%40%40example.jp");
        assertThat(requireNonNull(form.email("good")).toString()).doesNotContain("Name");
        assertThat(form.email("bad")).isNull();
        assertThat(requireNonNull(form.errorOf("bad")).key()).startsWith("form.email.");
        assertThat(form.raw("bad")).isEqualTo("name@@example.jp");
    }

    @Test
    void a_choice_is_one_of_those_that_were_offered() {
        Form form = Form.encoded("sector=restaurant&scope=everything");
        assertThat(form.choice("sector", List.of("restaurant", "live"))).isEqualTo("restaurant");
        assertThat(form.choice("scope", List.of("this"))).isEmpty();
        assertThat(form.choice("missing", List.of("this"))).isEmpty();
        assertThat(form.errors()).containsOnlyKeys("scope", "missing");
    }

    @Test
    void a_flood_of_fields_is_cut_off() {
        assertThat(Form.encoded("a=1&".repeat(10_000)).all("a")).hasSizeLessThan(2_001);
    }
}
