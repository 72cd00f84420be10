package mica.bench.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OpenSslTest {

    @Test
    void signatures_a_second_of_rsa_are_read() throws IOException {
        assertThat(OpenSsl.signaturesPerSecondOf("""
                Got: +F2:2:2048:1185.000000:45674.000000 from 0
                options: bn(64,64)
                                  sign    verify    sign/s verify/s
                rsa 2048 bits 0.000497s 0.000011s   2013.0  87532.0
                """)).isEqualTo(2013.0);
    }

    @Test
    void signatures_a_second_of_ed25519_are_read() throws IOException {
        assertThat(OpenSsl.signaturesPerSecondOf("""
                Got: +F6:0:253:Ed25519:14178.000000:5402.000000 from 0
                                              sign    verify    sign/s verify/s
                 253 bits EdDSA (Ed25519)   0.0000s   0.0001s  28286.0   9157.0
                """)).isEqualTo(28286.0);
    }

    @Test
    void without_a_result_there_is_no_rate() {
        assertThatThrownBy(() -> OpenSsl.signaturesPerSecondOf("options: bn(64,64)\n"))
                .isInstanceOf(IOException.class);
    }
}
