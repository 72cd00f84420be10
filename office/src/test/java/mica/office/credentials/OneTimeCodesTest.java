package mica.office.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneTimeCodesTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    /** The same in Base32. */
    private static final String TYPED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void the_codes_are_those_of_rfc_6238_appendix_b(long second, String code) {
        long step = OneTimeCodes.step(Instant.ofEpochSecond(second));
        assertThat(OneTimeCodes.code(SECRET, step, 8)).isEqualTo(code);
        assertThat(OneTimeCodes.code(TYPED, step)).isEqualTo(code.substring(2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 755224",
        "1, 287082",
        "2, 359152",
        "3, 969429",
        "4, 338314",
        "5, 254676",
        "6, 287922",
        "7, 162583",
        "8, 399871",
        "9, 520489"
    })
    void the_codes_are_those_of_rfc_4226_appendix_d(long counter, String code) {
        assertThat(OneTimeCodes.code(TYPED, counter)).isEqualTo(code);
    }

    @Test
    void a_code_is_taken_one_step_early_or_late_and_no_more() {
        Instant now = Instant.ofEpochSecond(1_111_111_111);
        long step = OneTimeCodes.step(now);
        for (long near = step - 1; near <= step + 1; near++) {
            assertThat(OneTimeCodes.stepOf(OneTimeCodes.code(TYPED, near), TYPED, now))
                    .hasValue(near);
        }
        assertThat(OneTimeCodes.stepOf(OneTimeCodes.code(TYPED, step - 2), TYPED, now))
                .isEmpty();
        assertThat(OneTimeCodes.stepOf(OneTimeCodes.code(TYPED, step + 2), TYPED, now))
                .isEmpty();
        assertThat(OneTimeCodes.stepOf("", TYPED, now)).isEmpty();
    }

    @Test
    void a_new_secret_has_160_bits_in_letters_that_apps_take() {
        assertThat(OneTimeCodes.randomSecret()).matches("[A-Z2-7]{32}").isNotEqualTo(OneTimeCodes.randomSecret());
        assertThat(OneTimeCodes.code(OneTimeCodes.randomSecret(), 1)).matches("[0-9]{6}");
        assertThatThrownBy(() -> OneTimeCodes.code("0189", 1)).isInstanceOf(IllegalStateException.class);
    }
}
