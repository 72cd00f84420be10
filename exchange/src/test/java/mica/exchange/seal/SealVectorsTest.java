package mica.exchange.seal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import org.junit.jupiter.api.Test;

/** The published vectors: octets that every version of this format must open to the same content. */
class SealVectorsTest {

    private final JsonNode vectors = read();
    private final LocalDate day = LocalDate.parse(vectors.get("day").asText());
    private final EpochAnnouncement announcement = EpochAnnouncement.fromBytes(octets(vectors.get("announcement")));
    private final Envelope checkIn = Envelope.fromBytes(octets(vectors.get("check_in")));

    @Test
    void the_announcement_gives_every_holder_the_published_seed() {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] wrap = announcement.wraps().get(purpose);
            assertThat(keys(purpose).unwrap(day, purpose, announcement.epoch(), requireNonNull(wrap)))
                    .as(purpose.name())
                    .isEqualTo(octets(vector(purpose).get("seed")));
        }
        assertThat(announcement.day()).isEqualTo(day);
        assertThat(announcement.isProven(octets(vector(KeyPurpose.FORM).get("seed"))))
                .isTrue();
    }

    @Test
    void the_check_in_opens_with_both_keys_to_the_published_content() {
        assertThat(checkIn.kind()).isEqualTo(EnvelopeKind.CHECK_IN);
        assertThat(checkIn.epoch()).isEqualTo(announcement.epoch());
        for (KeyPurpose purpose : List.of(KeyPurpose.DOOR, KeyPurpose.DAY)) {
            byte[] seed = octets(vector(purpose).get("seed"));
            assertThat(SecretTree.key(seed, checkIn.row()))
                    .isEqualTo(octets(vector(purpose).get("row_key")));
            assertThat(checkIn.seal(purpose).open(seed, checkIn.associated(purpose)))
                    .contains(vectors.get("content").asText().getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void the_tree_reaches_the_published_rows() {
        byte[] seed = octets(vectors.at("/tree/seed"));
        for (int row : new int[] {0, 1, 9_999}) {
            assertThat(SecretTree.key(seed, row)).isEqualTo(octets(vectors.at("/tree/rows/" + row)));
        }
    }

    private TestKeys keys(KeyPurpose purpose) {
        JsonNode key = vector(purpose);
        return new TestKeys(
                octets(key.get("public_key")),
                octets(key.get("x25519_private_key")),
                octets(key.get("ml_kem_768_private_key_pkcs8")));
    }

    private JsonNode vector(KeyPurpose purpose) {
        return vectors.get("keys").get(purpose.name());
    }

    private static byte[] octets(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asText());
    }

    private static JsonNode read() {
        try (InputStream file =
                Objects.requireNonNull(SealVectorsTest.class.getResourceAsStream("/seal-vectors.json"))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
