package mica.bench.notice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import mica.office.dkim.DkimKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {

    @TempDir
    private Path folder;

    @Test
    void the_office_reads_the_keys_that_a_run_makes() throws IOException, GeneralSecurityException {
        for (Signing signing : List.of(Signing.RSA, Signing.ED25519)) {
            String[] setting = requireNonNull(signing.settings(folder).get("MICA_OFFICE_MAIL_DKIM"))
                    .split(":", 2);
            DkimKey key = DkimKey.read(setting[0], Path.of(setting[1]));
            assertThat(key.selector()).isEqualTo("bench");
        }
        assertThat(Signing.NONE.settings(folder)).isEmpty();
    }

    @Test
    void the_last_line_tells_the_ratio_that_has_a_target() {
        assertThat(Signing.RSA.conclusion(900, 1_500, 9_000))
                .isEqualTo("signing: 900 mails/s with rsa2048, openssl 1,500 signatures/s,"
                        + " ratio 0.60 of openssl (target 0.5)");
        assertThat(Signing.ED25519.conclusion(9_000, 30_000, 10_000))
                .isEqualTo("signing: 9,000 mails/s with ed25519, openssl 30,000 signatures/s, smtp-source 10,000"
                        + " mails/s, ratios 0.30 of openssl, 0.90 of smtp-source (target 0.7)");
        assertThat(Signing.ED25519.conclusion(9_000, 30_000, 0)).endsWith("ratio 0.30 of openssl");
    }
}
