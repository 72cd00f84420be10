package mica.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnPagesTest {

    private static final OwnAddresses OURS = OwnAddresses.of(List.of("https://mica.example.jp", "front.internal"));

    private static boolean sent(String fetchSite, String origin, String host, boolean strict) {
        return OwnPages.sent("POST", fetchSite, origin, host, OURS, strict);
    }

    @Test
    void a_form_is_taken_from_our_pages_and_from_the_person_alone() {
        assertThat(sent("same-origin", null, "mica.example.jp", true)).isTrue();
        assertThat(sent("none", null, "mica.example.jp", true)).isTrue();
        assertThat(sent("cross-site", "https://mica.example.jp", "mica.example.jp", false)).isFalse();
        assertThat(sent("same-site", null, "mica.example.jp", false)).isFalse();
        assertThat(OwnPages.sent("GET", "cross-site", "https://evil.example", "mica.example.jp", OURS, true)).isTrue();
    }

    @Test
    void without_that_head_the_origin_decides_and_without_both_how_strict_the_site_is() {
        assertThat(sent(null, "https://mica.example.jp", "front.internal", true)).isTrue();
        assertThat(sent(null, "http://localhost:8080", "localhost:8080", true)).isTrue();
        for (String foreign : List.of("https://evil.example", "null", "http://mica.example.jp", ":")) {
            assertThat(sent(null, foreign, "front.internal", false)).as(foreign).isFalse();
        }
        assertThat(sent(null, null, "mica.example.jp", false)).isTrue();
        assertThat(sent(null, null, "mica.example.jp", true)).isFalse();
    }

    @Test
    void what_is_no_address_is_refused_by_its_name() {
        for (String wrong : List.of("ftp://a.example", "https://", "https://user@a.example", "a b", "")) {
            assertThatThrownBy(() -> OwnAddresses.of(List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith(": " + wrong);
        }
    }
}
