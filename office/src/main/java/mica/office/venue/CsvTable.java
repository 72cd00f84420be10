package mica.office.venue;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A spreadsheet file as text: UTF-8 with or without a mark, UTF-16 with one, or Windows-31J (the Shift_JIS of Windows);
 * columns parted by comma, tab or semicolon.
 *
 * @param header the first line
 */
public record CsvTable(String encoding, List<String> header, List<Row> rows) {

    /** The largest file in octets. */
    public static final int LARGEST = 20_000_000;

    static final int MOST_ROWS = 50_000;
    private static final Charset WINDOWS_31J = Charset.forName("windows-31j");
    private static final char MARK = 0xFEFF;

    /** One line of data. @param line where it begins in the file, the header being line 1 */
    public record Row(int line, List<String> cells) {

        String cell(int column) {
            return column >= 0 && column < cells.size() ? cells.get(column) : "";
        }
    }

    /** Why a file was not read. */
    public enum Refusal {
        EMPTY,
        NO_ROWS,
        TOO_LARGE,
        TOO_MANY_ROWS,
        SPREADSHEET_BINARY,
        ENCODING,
        QUOTES
    }

    /** Either a table or why there is none. */
    public sealed interface Reading {
        record Read(CsvTable table) implements Reading {}

        record Refused(Refusal reason) implements Reading {}
    }

    /** Reads a file. */
    public static Reading read(byte[] content) {
        if (content.length == 0) {
            return new Reading.Refused(Refusal.EMPTY);
        }
        if (content.length > LARGEST) {
            return new Reading.Refused(Refusal.TOO_LARGE);
        }
        if (isBinary(content)) {
            return new Reading.Refused(Refusal.SPREADSHEET_BINARY);
        }
        for (Charset charset : charsets(content)) {
            String text = decode(content, charset);
            if (text != null) {
                return parse(text, charset.name());
            }
        }
        return new Reading.Refused(Refusal.ENCODING);
    }

    /** Files of Excel: a ZIP archive (xlsx), or the older compound file. */
    private static boolean isBinary(byte[] content) {
        return startsWith(content, 'P', 'K', 3, 4) || startsWith(content, 0xD0, 0xCF, 0x11, 0xE0);
    }

    private static boolean startsWith(byte[] content, int... octets) {
        if (content.length < octets.length) {
            return false;
        }
        for (int i = 0; i < octets.length; i++) {
            if ((content[i] & 0xFF) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static List<Charset> charsets(byte[] content) {
        return startsWith(content, 0xFF, 0xFE) || startsWith(content, 0xFE, 0xFF)
                ? List.of(StandardCharsets.UTF_16)
                : List.of(StandardCharsets.UTF_8, WINDOWS_31J);
    }

    private static @Nullable String decode(byte[] content, Charset charset) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            // A text has no NUL; something else that happens to decode has.
            return text.indexOf('\0') >= 0 ? null : text;
        } catch (CharacterCodingException another) {
            return null;
        }
    }

    private static Reading parse(String text, String encoding) {
        String clean = !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        if (clean.isBlank()) {
            return new Reading.Refused(Refusal.EMPTY);
        }
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(clean))
                .setIgnoreEmptyLines(true)
                .get();
        List<Row> rows = new ArrayList<>();
        try (CSVParser parser = format.parse(new StringReader(clean))) {
            long before = 0;
            for (CSVRecord record : parser) {
                rows.add(new Row((int) before + 1, record.toList()));
                before = parser.getCurrentLineNumber();
                if (rows.size() > MOST_ROWS + 1) {
                    return new Reading.Refused(Refusal.TOO_MANY_ROWS);
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException brokenQuotes) {
            return new Reading.Refused(Refusal.QUOTES);
        }
        List<Row> filled = rows.stream()
                .filter(row -> row.cells().stream().anyMatch(cell -> !cell.isBlank()))
                .toList();
        return filled.size() < 2
                ? new Reading.Refused(filled.isEmpty() ? Refusal.EMPTY : Refusal.NO_ROWS)
                : new Reading.Read(new CsvTable(
                        encoding,
                        filled.getFirst().cells().stream().map(String::strip).toList(),
                        filled.subList(1, filled.size())));
    }

    /** The one that parts the first line into most columns. */
    private static char delimiter(String text) {
        char best = ',';
        int most = 0;
        for (char candidate : new char[] {',', '\t', ';'}) {
            int count = 0;
            boolean quoted = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                quoted ^= c == '"';
                if (!quoted && (c == '\n' || c == '\r')) {
                    break;
                }
                count += !quoted && c == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }
}
