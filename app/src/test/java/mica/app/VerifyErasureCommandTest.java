package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mica.office.erasure.Certificate;
import mica.office.erasure.SignedCertificate;
import mica.office.keys.KeyStore;
import mica.office.keys.Passphrase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate was handed to somebody who has the office's public key and nothing else. */
class VerifyErasureCommandTest {

    @TempDir
    Path folder;

    /** A certificate of a made-up day, signed with the key of a folder. */
    private record Sample(String key, String json) {}

    private Sample sample;
    private Path file;

    @BeforeEach
    void certify() throws IOException {
        sample = signedIn(folder.resolve("keys"));
        file = Files.writeString(folder.resolve("erasure-2026-04-12.json"), sample.json());
    }

    private static Sample signedIn(Path keys) {
        Instant at = Instant.parse("2026-04-27T00:00:00Z");
        SignedCertificate signed = SignedCertificate.sign(
                new Certificate(
                        1,
                        "宮城県",
                        "みやぎ「来店お知らせ」サービス",
                        LocalDate.parse("2026-04-12"),
                        new Certificate.CertifiedRule(14, 28, "指針"),
                        new Certificate.Steps(at, at, at, at, at),
                        List.of(new Certificate.CertifiedKey("DAY", "ab".repeat(32), at)),
                        new TreeMap<>(Map.of("visits", 3L, "mails", 2L)),
                        List.of()),
                KeyStore.open(keys, new Passphrase("a passphrase of this test")));
        return new Sample(signed.key().toString(), signed.toJson());
    }

    private Typed verify(Path certificate, String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "erasure";
        all[1] = "verify";
        all[2] = certificate.toString();
        all[3] = "--key";
        all[4] = sample.key();
        System.arraycopy(more, 0, all, 5, more.length);
        return Typed.run("", all);
    }

    private Typed changed(String before, String after) throws IOException {
        assertThat(sample.json()).contains(before);
        return verify(
                Files.writeString(folder.resolve("changed.json"), sample.json().replace(before, after)));
    }

    @Test
    void a_certificate_is_verified_without_settings_and_says_what_was_erased() {
        Typed verified = verify(file);
        assertThat(verified.code()).isZero();
        assertThat(verified.out()).contains("in order", "3 visits", "2026-04-12", "宮城県");
    }

    @Test
    void it_may_be_indented_otherwise() throws IOException {
        assertThat(changed("\n", " ").code()).isZero();
    }

    @Test
    void a_changed_count_day_key_time_or_signature_is_told() throws IOException {
        assertNotInOrder(changed("\"visits\" : 3", "\"visits\" : 2"), "changed since it was signed");
        assertNotInOrder(changed("\"day\" : \"2026-04-12\"", "\"day\" : \"2026-04-13\""), "changed");
        assertNotInOrder(changed("\"fingerprint\" : \"ab", "\"fingerprint\" : \"ba"), "changed");
        assertNotInOrder(changed("T00:00:00Z", "T00:00:01Z"), "changed");
        assertNotInOrder(changed("\"visits\" : 3", "\"visits\" : 2, \"visits\" : 3"), "no certificate");
        String signature = sample.json().replaceAll("(?s).*\"signature\" : \"([^\"]{8}).*", "$1");
        assertNotInOrder(changed(signature, signature.equals("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA"), "changed");
    }

    @Test
    void a_certificate_of_another_day_is_told() {
        assertThat(verify(file, "--day", "2026-04-12").code()).isZero();
        assertNotInOrder(verify(file, "--day", "2026-04-13"), "it certifies 2026-04-12, not 2026-04-13");
    }

    @Test
    void a_certificate_of_another_office_is_told_even_under_this_ones_name() throws IOException {
        Sample foreign = signedIn(folder.resolve("other-keys"));
        Path foreignFile = Files.writeString(folder.resolve("foreign.json"), foreign.json());
        assertNotInOrder(verify(foreignFile), "signed with another key, " + foreign.key());
        Path renamed =
                Files.writeString(folder.resolve("renamed.json"), foreign.json().replace(foreign.key(), sample.key()));
        assertNotInOrder(verify(renamed), "changed since it was signed");
    }

    @Test
    void what_is_no_certificate_and_no_file_is_told() throws IOException {
        assertNotInOrder(verify(Files.writeString(folder.resolve("x.json"), "{}")), "no certificate of erasure");
        assertNotInOrder(verify(Files.write(folder.resolve("x.bin"), new byte[] {0, 1, 2})), "no certificate");
        assertThat(verify(folder.resolve("nothing.json")).err()).contains("there is no file");
        assertThat(Typed.run("", "erasure", "verify", file.toString(), "--key", "ed25519:x")
                        .err())
                .contains("--key takes one key");
    }

    private static void assertNotInOrder(Typed verified, String words) {
        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains("NOT IN ORDER").contains(words);
    }
}
