package mica.exchange.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a person writes: settings, keys, tables. What is larger is another file given by mistake. */
public final class SmallFile {

    /** In octets. */
    public static final int LARGEST = 1_000_000;

    private SmallFile() {}

    /** @throws IOException when it cannot be read or is larger than {@link #LARGEST} */
    public static byte[] octets(Path file) throws IOException {
        // Pipes and devices have no size beforehand.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) {
                throw new IOException("larger than " + LARGEST + " octets");
            }
            return octets;
        }
    }

    /** As UTF-8; what is none becomes replacement characters. @throws IOException as {@link #octets} */
    public static String text(Path file) throws IOException {
        return new String(octets(file), StandardCharsets.UTF_8);
    }
}
