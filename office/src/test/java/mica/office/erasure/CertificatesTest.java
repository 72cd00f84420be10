package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import mica.exchange.seal.KeyPurpose;
import mica.office.erasure.Certificates.CertificateFlaw;
import mica.office.keys.KeyStore;
import mica.office.keys.TestKeys;
import mica.office.ledger.LedgerReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is certified of an erased day, and that a false certificate is found out. */
class CertificatesTest {

    @TempDir
    Path folder;

    private ErasureWorld world;
    private String fingerprint;

    @BeforeEach
    void eraseADay() throws Exception {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 3);
        fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(world.keys
                                .publicKey(DAY, KeyPurpose.DAY)
                                .orElseThrow()
                                .publicKey()));
        world.untilDue(DAY);
        world.job().runOnce();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Certificates certificates() {
        return new Certificates(world.keys, world.service, world.clock);
    }

    private SignedCertificate signed() {
        return certificates().find(world.office.jdbi(), DAY).orElseThrow();
    }

    private List<CertificateFlaw> flaws() {
        return certificates().verify(world.office.jdbi(), world.keys.signingKey()).flaws().stream()
                .filter(flaw -> flaw.day().equals(DAY))
                .toList();
    }

    @Test
    void it_tells_what_went_when_and_by_which_rule_and_of_nobody() {
        SignedCertificate signed = signed();
        Certificate certificate = signed.certificate();
        assertThat(signed.isFor(DAY)).isTrue();
        assertThat(certificate.erased())
                .isEqualTo(Map.of("visits", 3L, "mails", 3L, "receipts", 3L, "quarantined", 1L, "epochs", 1L));
        assertThat(certificate.keys())
                .extracting(Certificate.CertifiedKey::purpose)
                .containsExactly("DAY", "DOOR", "FORM");
        assertThat(certificate.keys().getFirst().fingerprint()).isEqualTo(fingerprint);
        // The door's key goes two days after the day, the others at the end.
        assertThat(certificate.keys().get(1).destroyed())
                .isBefore(certificate.keys().getFirst().destroyed());
        assertThat(certificate.rule()).isEqualTo(new Certificate.CertifiedRule(ErasureWorld.RETENTION, 28, "指針"));
        assertThat(certificate.authority()).isEqualTo("宮城県");
        assertThat(certificate.holds()).isEmpty();
        assertThat(signed.toJson()).doesNotContain("@", world.venue.value(), world.spot.value());
    }

    /** Signed by OpenSSL with the key of RFC 8032, 7.1, test 1, after docs/security.md alone. */
    @Test
    void the_published_certificate_is_in_order() throws Exception {
        SignedCertificate published = SignedCertificate.read(getClass()
                        .getResourceAsStream("/erasure-certificate.json")
                        .readAllBytes())
                .orElseThrow();
        assertThat(Certificates.check(published, published.key(), DAY)).isEmpty();
        assertThat(published.certificate().visits()).isEqualTo(3);
    }

    @Test
    void the_ledger_names_its_hash_and_every_day_once() {
        world.job().runOnce();
        world.pass(1);
        assertThat(LedgerReading.of(world.office.jdbi()))
                .filteredOn(line -> line.startsWith("DAY_ERASED") && line.contains("day=" + DAY + ","))
                .containsExactly("DAY_ERASED system {count=3, day=" + DAY + ", hash=" + signed().hash() + "}");
    }

    @Test
    void a_day_that_had_nobody_is_certified_too() {
        world.pass(1);
        assertThat(certificates()
                        .find(world.office.jdbi(), DAY.plusDays(1))
                        .orElseThrow()
                        .certificate()
                        .visits())
                .isZero();
        assertThat(flaws()).isEmpty();
    }

    @Test
    void the_database_neither_changes_nor_forgets_nor_doubles_one() {
        assertRefused("update erasure_certificate set content = '{}'");
        assertRefused("delete from erasure_certificate");
        assertRefused("truncate erasure_certificate");
        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useHandle(handle ->
                                handle.execute("insert into erasure_certificate select * from erasure_certificate")))
                .hasMessageContaining("duplicate key");
    }

    @Test
    void whoever_gets_past_the_database_is_found_out() {
        assertThat(flaws()).isEmpty();
        tamper("update erasure_certificate set content = replace(content, '\"visits\":3', '\"visits\":2')");
        assertThat(flaws()).containsExactly(new CertificateFlaw.Changed(DAY));
        tamper("update erasure_certificate set signing_key = 'nonsense'");
        assertThat(flaws()).containsExactly(new CertificateFlaw.Changed(DAY));
        tamper("delete from erasure_certificate");
        assertThat(flaws()).containsExactly(new CertificateFlaw.Missing(DAY));
    }

    @Test
    void one_of_another_day_or_of_another_office_is_found_out() {
        world.pass(1);
        tamper("update erasure_certificate c set content = o.content, signature = o.signature"
                + " from erasure_certificate o where c.day = '2026-04-12' and o.day = '2026-04-13'");
        assertThat(flaws()).containsExactly(new CertificateFlaw.OtherDay(DAY, DAY.plusDays(1)));

        KeyStore foreign = TestKeys.open(folder.resolve("foreign"));
        SignedCertificate other = SignedCertificate.sign(signed().certificate(), foreign);
        assertThat(Certificates.check(other, world.keys.signingKey(), DAY.plusDays(1)))
                .contains(new CertificateFlaw.OtherKey(DAY.plusDays(1), foreign.signingKey()));
        SignedCertificate renamed = new SignedCertificate(other.content(), world.keys.signingKey(), other.signature());
        assertThat(Certificates.check(renamed, world.keys.signingKey(), DAY))
                .contains(new CertificateFlaw.Changed(DAY));
    }

    @Test
    void certificates_from_before_a_change_of_the_signing_key_say_so() {
        world.keys.prepareNextSigningKey();
        world.keys.changeSigningKey();
        world.now = world.now.plus(Duration.ofDays(1));
        world.job().runOnce();
        assertThat(flaws()).singleElement().isInstanceOf(CertificateFlaw.OtherKey.class);
    }

    private void tamper(String sql) {
        world.office.jdbi().useTransaction(tx -> {
            tx.execute("alter table erasure_certificate disable trigger user");
            tx.execute(sql);
            tx.execute("alter table erasure_certificate enable trigger user");
        });
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> world.office.jdbi().useHandle(handle -> handle.execute(sql)))
                .as(sql)
                .hasMessageContaining("stays as it is");
    }
}
