package mica.exchange.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Records as other versions wrote them: of every version there was, and of a made-up next one. The files are written once,
 * by other means than this program, and never made again.
 */
public final class Frozen {

    private Frozen() {}

    public static String text(String name) {
        try (InputStream file = Frozen.class.getResourceAsStream("/records/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(text(name));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static byte[] octets(JsonNode hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal.asText());
    }
}
