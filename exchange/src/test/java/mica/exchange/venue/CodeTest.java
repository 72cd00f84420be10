package mica.exchange.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeTest {

    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    @Test
    void a_single_wrong_letter_is_noticed() {
        Random random = new Random(1);
        for (int n = 0; n < 200; n++) {
            String code = SpotCode.random(random).value();
            for (int i = 0; i < code.length(); i++) {
                for (char other : LETTERS.toCharArray()) {
                    if (other != code.charAt(i)) {
                        String wrong = code.substring(0, i) + other + code.substring(i + 1);
                        assertThat(SpotCode.read(wrong))
                                .as("%s for %s", wrong, code)
                                .isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void most_swapped_neighbours_are_noticed() {
        Random random = new Random(2);
        int swaps = 0;
        int missed = 0;
        for (int n = 0; n < 2_000; n++) {
            String code = VenueCode.random(random).value();
            for (int i = 0; i < code.length() - 1; i++) {
                if (code.charAt(i) != code.charAt(i + 1)) {
                    swaps++;
                    String wrong = code.substring(0, i) + code.charAt(i + 1) + code.charAt(i) + code.substring(i + 2);
                    missed += VenueCode.read(wrong).isPresent() ? 1 : 0;
                }
            }
        }
        assertThat(missed).isLessThan(swaps / 5);
    }

    @Test
    void a_code_is_read_as_people_type_it() {
        SpotCode code = SpotCode.random(new Random(3));
        String lower = code.value().toLowerCase(Locale.ROOT);
        assertThat(SpotCode.read(lower.substring(0, 5) + "-" + lower.substring(5)))
                .contains(code);
        assertThat(SpotCode.read("")).isEmpty();
        assertThat(SpotCode.read(null)).isEmpty();
        assertThat(SpotCode.read("x".repeat(10_000))).isEmpty();
        assertThat(SpotCode.read("ＡＢＣＤＥＦＧＨＪＫ")).isEmpty();
        assertThatThrownBy(() -> new SpotCode(lower)).isInstanceOf(IllegalArgumentException.class);
    }
}
