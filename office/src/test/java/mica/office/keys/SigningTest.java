package mica.office.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.KeyStatement;
import mica.exchange.seal.OfficeKey;
import mica.exchange.seal.SignedSealKey;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void the_signing_key_is_made_once_and_offices_that_share_the_folder_share_it() {
        KeyStore store = TestKeys.open(folder.resolve("keys"));
        OfficeKey key = store.signingKey();
        KeyStore other = TestKeys.open(folder.resolve("keys"));
        assertThat(other.signingKey()).isEqualTo(key);
        assertThat(key.signed("a label", CONTENT, other.sign("a label", CONTENT)))
                .isTrue();
        assertThat(TestKeys.open(folder.resolve("elsewhere")).signingKey()).isNotEqualTo(key);
    }

    @Test
    void a_change_over_prepares_a_key_first_and_then_signs_with_it_in_every_office_and_the_old_one_is_gone()
            throws Exception {
        KeyStore store = TestKeys.open(folder.resolve("keys"));
        KeyStore other = TestKeys.open(folder.resolve("keys"));
        OfficeKey old = store.signingKey();
        assertThat(store.changeSigningKey()).isFalse();
        OfficeKey next = store.prepareNextSigningKey();
        assertThat(store.prepareNextSigningKey()).isEqualTo(next);
        assertThat(old.signed("a label", CONTENT, other.sign("a label", CONTENT)))
                .isTrue();
        Path kept = Files.createLink(folder.resolve("kept"), folder.resolve("keys/signing.key"));

        assertThat(store.changeSigningKey()).isTrue();

        assertThat(other.signingKey()).isEqualTo(next);
        assertThat(other.nextSigningKey()).isEmpty();
        assertThat(next.signed("a label", CONTENT, other.sign("a label", CONTENT)))
                .isTrue();
        assertThat(Files.readAllBytes(kept)).containsOnly(0);
        assertThat(folder.resolve("keys/signing.next")).doesNotExist();
    }

    @Test
    void the_day_job_publishes_a_week_of_keys_each_signed_for_its_own_day() {
        ZoneId zone = ZoneId.of("Asia/Tokyo");
        Instant now = DAY.atTime(18, 30).atZone(zone).toInstant();
        try (OfficeWorld world = new OfficeWorld(folder, () -> now)) {
            OpenOffice office = world.open();
            KeyStore store = office.keys;
            office.dayJob().runOnce();
            DirectoryStore directory = new DirectoryStore(office.exchange.jdbi());
            for (int ahead = 0; ahead <= 7; ahead++) {
                LocalDate day = DAY.plusDays(ahead);
                for (KeyPurpose purpose : KeyPurpose.values()) {
                    SignedSealKey published = directory.key(day, purpose).orElseThrow();
                    assertThat(store.signingKey()
                                    .signed(KeyStatement.LABEL, published.statement(), published.signature()))
                            .isTrue();
                    assertThat(KeyStatement.fromBytes(published.statement()))
                            .isEqualTo(new KeyStatement(
                                    store.publicKey(day, purpose).orElseThrow(),
                                    day.atStartOfDay(zone).toInstant(),
                                    day.plusDays(1).atStartOfDay(zone).toInstant()));
                }
            }
        }
    }
}
