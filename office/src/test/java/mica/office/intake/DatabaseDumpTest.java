package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import mica.exchange.seal.KeyPurpose;
import mica.office.keys.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has a dump of both databases. */
class DatabaseDumpTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final int PART = 16;

    @Test
    void a_dump_holds_no_private_key_no_lasting_secret_no_master_key_and_no_passphrase(@TempDir Path folder) {
        try (IntakeWorld given = new IntakeWorld(folder)) {
            given.checksIn("visitor@example.jp", given.entrance).taken();
            given.checksIn("waiting@example.jp", given.entrance);
            String dump = given.dump();

            StringBuilder open = new StringBuilder();
            given.keys.days().forEach(day -> {
                for (KeyPurpose purpose : KeyPurpose.values()) {
                    open.append(HEX.formatHex(
                            given.keys.publicKey(day, purpose).orElseThrow().publicKey()));
                }
            });
            open.append(HEX.formatHex(given.keys.signingKey().octets()));
            assertThat(dump)
                    .as("the search finds what is there")
                    .contains(HEX.formatHex(given.keys
                            .publicKey(IntakeWorld.TODAY, KeyPurpose.DAY)
                            .orElseThrow()
                            .publicKey()));

            List<byte[]> secrets = TestKeys.everySecret(folder.resolve("keys"));
            assertThat(secrets).hasSizeGreaterThan(30);
            for (byte[] secret : secrets) {
                assertThat(dump).doesNotContain(Base64.getEncoder().encodeToString(secret));
                for (int at = 0; at + PART <= secret.length; at += PART) {
                    String part = HEX.formatHex(Arrays.copyOfRange(secret, at, at + PART));
                    if (!open.toString().contains(part)) {
                        assertThat(dump).doesNotContain(part);
                    }
                }
            }
            assertThat(dump).doesNotContain(TestKeys.PASSPHRASE.text());
        }
    }
}
