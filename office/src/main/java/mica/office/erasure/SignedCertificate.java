package mica.office.erasure;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import mica.exchange.database.Json;
import mica.exchange.seal.OfficeKey;
import mica.office.keys.KeyStore;

/**
 * A certificate with the signature of the office. Signed are the octets of the content in JSON without any space between
 * its parts, so that a file may be indented and still be the same.
 *
 * @param content the certificate as it was signed
 */
public record SignedCertificate(String content, OfficeKey key, byte[] signature) {

    /** What kind of statement the office's key signs here. */
    private static final String LABEL = "mica erasure certificate 1";

    /** A name that stands twice would be read one way by a person and another way here. */
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** Signs with the office's key of now. @throws IllegalStateException when it is being changed */
    public static SignedCertificate sign(Certificate certificate, KeyStore keys) {
        String content = Json.write(certificate);
        byte[] signature = keys.sign(LABEL, content.getBytes(StandardCharsets.UTF_8));
        SignedCertificate signed = new SignedCertificate(content, keys.signingKey(), signature);
        if (!signed.isSigned()) {
            throw new IllegalStateException("the signing key was changed meanwhile");
        }
        return signed;
    }

    /** The file that officers download. */
    public String toJson() {
        try {
            var file = MAPPER.createObjectNode();
            file.set("certificate", MAPPER.readTree(content));
            file.put("signingKey", key.toString());
            file.put("signature", Base64.getEncoder().encodeToString(signature));
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored certificate that is no JSON", broken);
        }
    }

    /** Reads such a file; empty when it is none. Says nothing of its signature. */
    public static Optional<SignedCertificate> read(byte[] file) {
        try {
            JsonNode node = MAPPER.readTree(file);
            JsonNode content = node.path("certificate");
            Optional<OfficeKey> key = OfficeKey.read(node.path("signingKey").asText());
            if (!content.isObject() || key.isEmpty()) {
                return Optional.empty();
            }
            byte[] signature = Base64.getDecoder().decode(node.path("signature").asText());
            return Optional.of(new SignedCertificate(content.toString(), key.get(), signature));
        } catch (IOException | IllegalArgumentException noCertificate) {
            return Optional.empty();
        }
    }

    /** Whether the key that it names has signed it. Whether that key is the office's, the reader must know. */
    public boolean isSigned() {
        return key.signed(LABEL, octets(), signature);
    }

    /** Whether the key that it names has signed it, and for this day. */
    boolean isFor(LocalDate day) {
        return isSigned() && certificate().day().equals(day);
    }

    /** @throws IllegalArgumentException when the content is of a later version */
    public Certificate certificate() {
        return Json.read(content, Certificate.class);
    }

    /** SHA-256 of the content, as the ledger names it. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] octets() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedCertificate signed
                && content.equals(signed.content)
                && key.equals(signed.key)
                && Arrays.equals(signature, signed.signature);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }
}
