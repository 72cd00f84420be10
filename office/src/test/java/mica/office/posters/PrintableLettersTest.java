package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Collectors;
import mica.exchange.text.PrintableLetters;
import org.junit.jupiter.api.Test;

class PrintableLettersTest {

    private static final String HEAD = """
            # Which letters the fonts of posters have, family by family, each without those of the families above it.
            # Made from the fonts by PrintableLettersTest, which leaves it in office/target when it is not like this.
            """;

    @Test
    void the_table_says_what_the_fonts_have() throws IOException {
        String made = HEAD
                + new Typefaces()
                        .letters().entrySet().stream()
                                .map(family -> family.getKey() + ": " + ranges(family.getValue()) + "\n")
                                .collect(Collectors.joining());
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("printable.txt"), made);
        try (var table = PrintableLetters.class.getResourceAsStream("printable.txt")) {
            assertThat(new String(table.readAllBytes(), StandardCharsets.UTF_8).equals(made))
                    .as("copy office/target/printable.txt to exchange/src/main/resources/mica/exchange/text")
                    .isTrue();
        }
    }

    private static String ranges(BitSet letters) {
        StringBuilder ranges = new StringBuilder();
        for (int first = letters.nextSetBit(0); first >= 0; ) {
            int behind = letters.nextClearBit(first);
            ranges.append(ranges.isEmpty() ? "" : " ").append(Integer.toHexString(first));
            if (behind - 1 > first) {
                ranges.append('-').append(Integer.toHexString(behind - 1));
            }
            first = letters.nextSetBit(behind);
        }
        return ranges.toString();
    }
}
