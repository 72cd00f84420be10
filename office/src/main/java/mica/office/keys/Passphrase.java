package mica.office.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import mica.exchange.file.OpenToOthersException;

/**
 * What a person or a secret's file gives to open the key store. Never shows itself.
 *
 * @param text not empty; wide and narrow letters count as the same, because keyboards differ (RFC 8265, 4.2, with NFKC)
 */
public record Passphrase(String text) {

    /** Characters a new passphrase has at least. */
    public static final int SHORTEST = 12;

    private static final long LONGEST_FILE = 4096;

    public Passphrase {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty passphrase");
        }
    }

    /**
     * The first line of a file.
     *
     * @throws IOException when it cannot be read, is not its owner's alone, is long, or begins with an empty line
     */
    public static Passphrase read(Path file) throws IOException {
        OpenToOthersException.refuse(file);
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException("longer than " + LONGEST_FILE + " octets");
        }
        String line = Files.readString(file).lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new IOException("its first line is empty");
        }
        return new Passphrase(line);
    }

    /** Whether it may be set as a new one. */
    public boolean isLongEnough() {
        return text.codePointCount(0, text.length()) >= SHORTEST;
    }

    byte[] octets() {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Passphrase";
    }
}
