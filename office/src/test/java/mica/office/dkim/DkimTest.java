package mica.office.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mica.office.keys.MailKey;
import mica.office.keys.TestKeys;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DkimTest {

    private static final String MESSAGE = """
            From: =?UTF-8?B?44G/44KE44GO?=
             <mica@pref.example.jp>
            To: visitor@example.com
            Subject:  =?UTF-8?B?44GK55+l44KJ44Gb?=\s
            Date: Mon, 25 May 2020 10:02:03 +0900
            Message-ID: <1@pref.example.jp>
            List-Unsubscribe: <https://mica.example.jp/e/00>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8

            first  line\t of a body \s
            .
            =?UTF-8?B?44GK?=


            last

            """.replace("\n", "\r\n");

    @TempDir
    static Path folder;

    private static DkimKey rsa;
    private static DkimKey ed25519;

    @BeforeAll
    static void keys() throws Exception {
        rsa = DkimKey.read("r1", pem(rsaKey(2_048), "PRIVATE KEY"));
        ed25519 = DkimKey.of("e1", new MailKey(TestKeys.open(folder.resolve("keys"))));
    }

    @Test
    void an_rsa_signature_satisfies_another_library() throws Exception {
        String signed = signed(MESSAGE, rsa);
        assertThat(verified(signed)).isTrue();
        assertThat(SecondReading.holds(signed, records())).isTrue();
    }

    @Test
    void an_ed25519_signature_satisfies_a_second_reading_of_the_standard() throws Exception {
        assertThat(SecondReading.holds(signed(MESSAGE, ed25519), records())).isTrue();
    }

    @Test
    void the_second_reading_takes_the_example_of_the_standard() throws Exception {
        assertThat(SecondReading.holds(Rfc8463.SIGNED, Rfc8463.RECORDS)).isTrue();
        assertThat(SecondReading.holds(Rfc8463.SIGNED.replace("hungry", "angry"), Rfc8463.RECORDS))
                .isFalse();
    }

    @Test
    void both_signatures_stand_beside_each_other() throws Exception {
        String signed = signed(MESSAGE, rsa, ed25519);
        assertThat(signed.split("DKIM-Signature:", -1)).hasSize(3);
        assertThat(SecondReading.holds(signed, records())).isTrue();
        assertThat(verified(signed)).isTrue();
    }

    @Test
    void nothing_that_is_signed_can_be_changed_or_added() throws Exception {
        String signed = signed(MESSAGE, rsa, ed25519);
        for (String[] change : new String[][] {
            {"first  line", "other line"},
            {"visitor@example.com", "other@example.com"},
            {"=One-Click", "=Two-Click"},
            {"mica.example.jp/e/00", "evil.example.jp/e/00"},
            {"+0900", "+0800"},
            {"Date: ", "Subject: second\r\nDate: "},
            {"Date: ", "From: evil@example.com\r\nDate: "},
            {"Date: ", "Reply-To: evil@example.com\r\nDate: "},
            {"\r\nlast", "\r\nlast\r\nand more"}
        }) {
            String changed = signed.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(signed);
            assertThat(SecondReading.holds(changed, records())).as(change[1]).isFalse();
            assertThat(verified(changed)).as(change[1]).isFalse();
        }
    }

    @Test
    void what_relays_change_on_the_way_does_no_harm() throws Exception {
        String signed = signed(MESSAGE, rsa, ed25519);
        for (String[] change : new String[][] {
            {"DKIM-Signature: v=1; a=rsa", "Received: from a by b; Mon, 25 May 2020\r\nDKIM-Signature: v=1; a=rsa"},
            {"Subject:  =", "Subject: ="},
            {"List-Unsubscribe: <", "List-Unsubscribe:\r\n <"},
            {"first  line\t of", "first line of"},
            {"last\r\n\r\n", "last\r\n"}
        }) {
            String changed = signed.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(signed);
            assertThat(SecondReading.holds(changed, records())).as(change[1]).isTrue();
            assertThat(verified(changed)).as(change[1]).isTrue();
        }
    }

    @Test
    void bodies_of_every_shape_are_read_alike_by_all_three() throws Exception {
        Random random = new Random(7);
        String head = MESSAGE.substring(0, MESSAGE.indexOf("\r\n\r\n") + 4);
        String[] parts = {"\r\n", " ", "\t", "x", ".", "\r\n\r\n", "=?", "long words of a line", " \r\n"};
        for (int round = 0; round < 300; round++) {
            String body = IntStream.range(0, random.nextInt(12))
                    .mapToObj(i -> parts[random.nextInt(parts.length)])
                    .collect(Collectors.joining("", "", "\r\n"));
            String signed = signed(head + body, rsa, ed25519);
            assertThat(SecondReading.holds(signed, records())).as(body).isTrue();
            // The other library takes a body of nothing but white space for one empty line; the standard, for none.
            assertThat(verified(signed) || body.isBlank()).as(body).isTrue();
        }
    }

    @Test
    void threads_sign_beside_each_other() {
        DkimSigner signer = new DkimSigner("pref.example.jp", List.of(rsa, ed25519));
        AtomicInteger wrong = new AtomicInteger();
        IntStream.range(0, 400).parallel().forEach(i -> {
            String message = MESSAGE.replace("<1@", "<" + i + "@");
            try {
                if (!SecondReading.holds(signed(signer, message), records())) {
                    wrong.incrementAndGet();
                }
            } catch (Exception failed) {
                wrong.incrementAndGet();
            }
        });
        assertThat(wrong).hasValue(0);
    }

    @Test
    void lines_of_the_header_are_short() {
        for (String line : signed(MESSAGE, rsa, ed25519).split("\r\n")) {
            assertThat(line).hasSizeLessThanOrEqualTo(78).matches("[\\x20-\\x7e\\t]*");
        }
    }

    @Test
    void keys_are_read_as_openssl_writes_them() throws Exception {
        PrivateKey key = rsaKey(2_048);
        byte[] pkcs8 = key.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        assertThat(DkimKey.read("a", pem(pkcs1, "RSA PRIVATE KEY")).record())
                .isEqualTo(DkimKey.read("a", pem(key, "PRIVATE KEY")).record())
                .startsWith("v=DKIM1; k=rsa; p=MIIBI");
        PrivateKey ed =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        DkimKey read = DkimKey.read("b", pem(ed, "PRIVATE KEY"));
        assertThat(SecondReading.holds(signed(MESSAGE, read), Map.of("b._domainkey.pref.example.jp", read.record())))
                .isTrue();
    }

    @Test
    void weak_encrypted_and_broken_keys_are_refused() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DkimKey.read("a", pem(rsaKey(1_024), "PRIVATE KEY")))
                .withMessageContaining("2048");
        for (String kind : List.of("ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "PUBLIC KEY")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DkimKey.read("a", pem(new byte[100], kind)));
        }
        assertThatThrownBy(() -> DkimKey.read("a", folder.resolve("missing"))).isInstanceOf(java.io.IOException.class);
        PrivateKey key = rsaKey(2_048);
        for (String selector : List.of("", "a b", "a.b", "A", "-a", "a;b", "ä")) {
            assertThatIllegalArgumentException().isThrownBy(() -> DkimKey.read(selector, pem(key, "PRIVATE KEY")));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new DkimSigner("pref.example.jp", List.of(rsa, rsa)));
    }

    @Test
    void the_key_of_the_key_folder_is_the_same_after_a_restart() {
        assertThat(DkimKey.of("e1", new MailKey(TestKeys.open(folder.resolve("keys"))))
                        .record())
                .isEqualTo(ed25519.record())
                .startsWith("v=DKIM1; k=ed25519; p=");
        assertThat(rsa.toString() + ed25519).isEqualTo("DkimKey[r1 RSA]DkimKey[e1 ED25519]");
    }

    private static String signed(String message, DkimKey... keys) {
        return signed(new DkimSigner("pref.example.jp", List.of(keys)), message);
    }

    private static String signed(DkimSigner signer, String message) {
        byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
        // More octets than the message has: what lies behind it is another's.
        byte[] roomy = Arrays.copyOf(octets, octets.length + 100);
        Arrays.fill(roomy, octets.length, roomy.length, (byte) 'x');
        byte[] header = signer.header(roomy, message.indexOf("\r\n\r\n") + 4, octets.length);
        return new String(header, StandardCharsets.US_ASCII) + message;
    }

    private static Map<String, String> records() {
        return Map.of("r1._domainkey.pref.example.jp", rsa.record(), "e1._domainkey.pref.example.jp", ed25519.record());
    }

    /** By the other library, which knows RSA alone: whether it takes that signature. */
    private static boolean verified(String message) throws Exception {
        DKIMVerifier verifier = new DKIMVerifier(
                (method, selector, token) -> List.of(records().get(selector + "._domainkey." + token)));
        try {
            verifier.verify(new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)));
        } catch (FailException refused) {
            return false;
        }
        return verifier.hasAnyValidSignature();
    }

    private static PrivateKey rsaKey(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static Path pem(PrivateKey key, String kind) throws Exception {
        return pem(key.getEncoded(), kind);
    }

    private static Path pem(byte[] der, String kind) throws Exception {
        return Files.writeString(
                Files.createTempFile(folder, "key", ".pem"),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }
}
