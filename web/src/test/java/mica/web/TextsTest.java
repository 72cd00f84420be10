package mica.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import org.junit.jupiter.api.Test;

/** With the kit's own bundle. */
class TextsTest {

    private final Texts texts = new Texts("mica.web");

    @Test
    void arguments_are_filled_in_once_whatever_they_look_like() {
        assertThat(texts.text(Language.JA, "form.named", "名前", "{0}")).isEqualTo("名前：{0}");
        assertThat(texts.text(Language.JA, "form.named", "$1\\")).isEqualTo("$1\\：{1}");
    }

    @Test
    void a_missing_text_shows_its_key_and_fails_no_page() {
        assertThat(texts.has(Language.EN, "form.named")).isTrue();
        assertThat(texts.has(Language.EN, "no.such")).isFalse();
        assertThat(texts.text(Language.EN, "no.such", 1)).isEqualTo("⟦no.such⟧");
    }

    @Test
    void a_bundle_that_is_missing_or_read_twice_refuses_the_start() {
        assertThatThrownBy(() -> new Texts("mica.nothing")).hasMessageContaining("missing text bundle /mica/nothing/");
        assertThatThrownBy(() -> new Texts("mica.web", "mica.web")).hasMessageContaining("stands in two bundles");
    }
}
