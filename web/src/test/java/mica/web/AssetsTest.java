package mica.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AssetsTest {

    @Test
    void an_asset_is_served_under_the_hash_of_its_content() {
        Assets assets = new Assets("mica.css", "errors.js");
        assertThat(assets.href("mica.css")).matches("/assets/[0-9a-f]{12}/mica\\.css");
        assertThat(assets.href("mica.css")).isEqualTo(new Assets("mica.css").href("mica.css"));
        assertThat(assets.href("errors.js")).isNotEqualTo(assets.href("mica.css"));
    }

    @Test
    void what_was_not_named_and_what_is_not_there_is_refused() {
        Assets assets = new Assets("mica.css");
        assertThatThrownBy(() -> assets.href("other.css")).hasMessage("unknown asset other.css");
        assertThatThrownBy(() -> new Assets("missing.css")).hasMessage("missing asset missing.css");
        assertThatThrownBy(() -> new Assets("unknown-token.css"))
                .hasMessage("unknown design token color-of-no-design-system");
    }
}
