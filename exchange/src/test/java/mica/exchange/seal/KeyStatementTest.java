package mica.exchange.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import mica.exchange.record.Frozen;
import org.junit.jupiter.api.Test;

class KeyStatementTest {

    private static final Instant FROM = Instant.parse("2026-04-11T15:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-04-12T15:00:00Z");
    private static final SealKey KEY = new SealKey(
            LocalDate.of(2026, 4, 12), KeyPurpose.DAY, HexFormat.of().parseHex("ab".repeat(32)));

    @Test
    void the_octets_are_those_of_the_security_document() {
        assertThat(HexFormat.of().formatHex(new KeyStatement(KEY, FROM, UNTIL).toBytes()))
                .isEqualTo("01" + "02" + "0000504b" + "0000000069da61f0" + "0000000069dbb370" + "ab".repeat(32));
    }

    @Test
    void a_statement_is_read_as_it_was_written_and_nothing_else_is() {
        byte[] octets = new KeyStatement(KEY, FROM, UNTIL).toBytes();
        assertThat(KeyStatement.fromBytes(octets)).isEqualTo(new KeyStatement(KEY, FROM, UNTIL));
        byte[] without = octets.clone();
        without[0] = 0;
        byte[] newerAndShorter = octets.clone();
        newerAndShorter[0] = 2;
        byte[] purpose = octets.clone();
        purpose[1] = 3;
        byte[] backwards = octets.clone();
        backwards[10] = (byte) 0xFF;
        for (byte[] wrong : new byte[][] {{}, Arrays.copyOf(octets, 21), without, newerAndShorter, purpose, backwards}) {
            assertThatThrownBy(() -> KeyStatement.fromBytes(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** What a later version states beside is signed with the rest. */
    @Test
    void a_signed_statement_of_the_first_and_of_a_later_version_is_read() {
        JsonNode frozen = Frozen.json("key-statements.json");
        OfficeKey office = OfficeKey.read(frozen.get("office_key").asText()).orElseThrow();
        for (String version : List.of("1", "2")) {
            byte[] statement = Frozen.octets(frozen.get(version).get("statement"));
            byte[] signature = Frozen.octets(frozen.get(version).get("signature"));
            assertThat(office.signed(KeyStatement.LABEL, statement, signature)).isTrue();
            KeyStatement read = KeyStatement.fromBytes(statement);
            assertThat(read.key().day()).isEqualTo(LocalDate.of(2026, 4, 12));
            assertThat(read.key().publicKey()).hasSize(HybridWrap.PUBLIC_KEY).startsWith(3, 10, 17);
            assertThat(read.validUntil()).isEqualTo(Instant.parse("2026-04-12T15:00:00Z"));
            statement[statement.length - 1] ^= 1;
            assertThat(office.signed(KeyStatement.LABEL, statement, signature)).isFalse();
        }
    }

    @Test
    void an_office_key_reads_its_own_line_and_no_other() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        OfficeKey key = new OfficeKey(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        assertThat(key.toString()).hasSize(51).startsWith("ed25519:");
        assertThat(OfficeKey.read(" " + key + "\n")).contains(key);
        for (String wrong :
                new String[] {"", "ed25519:", key + "A", key.toString().substring(8), "ed25519:" + "*".repeat(43)}) {
            assertThat(OfficeKey.read(wrong)).as(wrong).isEmpty();
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update("a label\0content".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] signed = signature.sign();
        assertThat(key.signed("a label", "content".getBytes(), signed)).isTrue();
        assertThat(key.signed("a", " labelcontent".getBytes(), signed)).isFalse();
        assertThat(key.signed("a label", "contens".getBytes(), signed)).isFalse();
        assertThat(key.signed("a label", "content".getBytes(), Arrays.copyOf(signed, 63)))
                .isFalse();
    }

    /** Signed with the secret key of RFC 8032, 7.1, test 1; made with another library. */
    @Test
    void the_signature_is_that_of_the_security_document() {
        OfficeKey key = new OfficeKey(
                HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        byte[] signature = HexFormat.of()
                .parseHex("c465add1761183d818ce546561a8878449e47158dfff7f82105eb6583a8fdc02"
                        + "12e48c48d474ecd60342a3c09e062f8bb3526fab0f644af727db7e287bf1a102");
        assertThat(key.signed(KeyStatement.LABEL, new KeyStatement(KEY, FROM, UNTIL).toBytes(), signature))
                .isTrue();
        assertThat(key.toString()).isEqualTo("ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }
}
