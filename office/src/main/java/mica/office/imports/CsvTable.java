package mica.office.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A spreadsheet file as text: UTF-8 with or without a mark, UTF-16 with one, or Windows-31J (the Shift_JIS of Windows);
 * columns parted by comma, tab or semicolon. What has more of anything than {@link CsvBounds} allows is not read.
 *
 * @param above lines above the header: titles, comments, a date
 * @param head the line with the names of the columns; of line 0 and without names when the file has none
 */
public record CsvTable(String encoding, List<CsvRow> above, CsvRow head, List<CsvRow> rows) {

    /** The largest file in octets. */
    public static final int LARGEST = 20_000_000;

    /** Instead of a line's number: every line is a venue, and none names the columns. */
    public static final int NO_HEADER = -1;

    static final int MOST_ROWS = 50_000;
    private static final Charset WINDOWS_31J = Charset.forName("windows-31j");
    private static final char MARK = 0xFEFF;
    private static final int LINES_FOR_DELIMITER = 20;
    private static final int LONGEST_WORDS = 60;

    /** One line of data. @param line where it begins in the file, the first being line 1 */
    public record CsvRow(int line, List<String> cells) {

        String cell(int column) {
            return column >= 0 && column < cells.size() ? cells.get(column) : "";
        }

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }

        /** What stands in it, for a reader to know it again. */
        public String words() {
            return CsvTable.words(cells.stream()
                    .filter(cell -> !cell.isBlank())
                    .limit(10)
                    .map(CsvTable::words)
                    .collect(Collectors.joining(" ")));
        }
    }

    /** The beginning of a text on one line. */
    private static String words(String text) {
        String start = text.length() > LONGEST_WORDS ? text.substring(0, LONGEST_WORDS) : text;
        String words = start.strip().replaceAll("\\s+", " ");
        return start.length() < text.length() ? words + "…" : words;
    }

    /** Why a file was not read. */
    public enum Refusal {
        EMPTY,
        NO_ROWS,
        TOO_LARGE,
        TOO_MANY_ROWS,
        TOO_MANY_COLUMNS,
        TOO_MANY_CELLS,
        CELL_TOO_LONG,
        SPREADSHEET_BINARY,
        ENCODING,
        QUOTES
    }

    /** Either a table or why there is none. */
    public sealed interface Outcome {
        record Read(CsvTable table) implements Outcome {}

        record Refused(Refusal reason) implements Outcome {}
    }

    /** Names of the columns as they stand. */
    public List<String> header() {
        return head.cells().stream().map(String::strip).toList();
    }

    /** What a person calls a column: its name, else what stands first in it. */
    public String title(int column) {
        String name = words(head.cell(column));
        return name.isEmpty()
                ? rows.stream()
                        .map(row -> words(row.cell(column)))
                        .filter(cell -> !cell.isEmpty())
                        .findFirst()
                        .orElse("")
                : name;
    }

    /** So many columns as the widest of the first lines has. */
    public int columnCount() {
        return lines().limit(HeaderLine.SEARCHED)
                .mapToInt(row -> row.cells().size())
                .max()
                .orElse(0);
    }

    /** Which line names the columns: its number, or {@link #NO_HEADER}. */
    public int headerLine() {
        return head.line() == 0 ? NO_HEADER : head.line();
    }

    /** The first lines, each of which might be the header. */
    public List<CsvRow> firstLines() {
        return lines().limit(HeaderLine.SEARCHED).toList();
    }

    private Stream<CsvRow> lines() {
        return Stream.of(above.stream(), head.line() == 0 ? Stream.<CsvRow>empty() : Stream.of(head), rows.stream())
                .flatMap(part -> part);
    }

    /** The same file with another line as its header; the same when there is no such line among the first. */
    public CsvTable withHeader(int line) {
        List<CsvRow> lines = lines().toList();
        if (line == NO_HEADER) {
            return without(encoding, lines);
        }
        for (int i = 0; i < Math.min(lines.size() - 1, HeaderLine.SEARCHED); i++) {
            if (lines.get(i).line() == line) {
                return at(encoding, lines, i);
            }
        }
        return this;
    }

    private static CsvTable at(String encoding, List<CsvRow> lines, int header) {
        return new CsvTable(
                encoding, lines.subList(0, header), lines.get(header), lines.subList(header + 1, lines.size()));
    }

    private static CsvTable without(String encoding, List<CsvRow> lines) {
        int columns = lines.stream()
                .limit(HeaderLine.SEARCHED)
                .mapToInt(row -> row.cells().size())
                .max()
                .orElse(0);
        return new CsvTable(encoding, List.of(), new CsvRow(0, java.util.Collections.nCopies(columns, "")), lines);
    }

    /** Reads a file and finds its header. */
    public static Outcome read(byte[] content) {
        if (content.length == 0) {
            return new Outcome.Refused(Refusal.EMPTY);
        }
        if (content.length > LARGEST) {
            return new Outcome.Refused(Refusal.TOO_LARGE);
        }
        if (isBinary(content)) {
            return new Outcome.Refused(Refusal.SPREADSHEET_BINARY);
        }
        for (Charset charset : charsets(content)) {
            Optional<Character> delimiter = delimiter(content, charset);
            if (delimiter.isPresent()) {
                return parse(content, charset, delimiter.get());
            }
        }
        return new Outcome.Refused(Refusal.ENCODING);
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

    /** Letter by letter: as one text a large file would stand in memory three times. */
    private static Reader reader(byte[] content, Charset charset) {
        return new InputStreamReader(
                new ByteArrayInputStream(content),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /** The one that parts the first lines into most columns; empty when the octets are no text of this encoding. */
    private static Optional<Character> delimiter(byte[] content, Charset charset) {
        char[] candidates = {',', '\t', ';'};
        int[] counts = new int[candidates.length];
        int lines = 0;
        boolean quoted = false;
        char[] buffer = new char[8_192];
        try (Reader reader = reader(content, charset)) {
            for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    char letter = buffer[i];
                    // A text has no NUL; something else that happens to decode has.
                    if (letter == '\0') {
                        return Optional.empty();
                    }
                    quoted ^= letter == '"';
                    lines += !quoted && letter == '\n' ? 1 : 0;
                    for (int c = 0; c < candidates.length && !quoted && lines < LINES_FOR_DELIMITER; c++) {
                        counts[c] += letter == candidates[c] ? 1 : 0;
                    }
                }
            }
        } catch (CharacterCodingException another) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int best = counts[1] > counts[0] ? 1 : 0;
        return Optional.of(candidates[counts[2] > counts[best] ? 2 : best]);
    }

    private static Outcome parse(byte[] content, Charset charset, char delimiter) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
        List<CsvRow> filled = new ArrayList<>();
        try (CSVParser parser = format.parse(new CsvBounds(withoutMark(reader(content, charset)), delimiter))) {
            long before = 0;
            for (CSVRecord record : parser) {
                CsvRow row = new CsvRow((int) before + 1, kept(record));
                before = parser.getCurrentLineNumber();
                if (!row.isBlank()) {
                    filled.add(row);
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException broken) {
            CsvBounds.Exceeded exceeded = exceeded(broken);
            return new Outcome.Refused(exceeded == null ? Refusal.QUOTES : exceeded.reason);
        }
        if (filled.isEmpty()) {
            return new Outcome.Refused(Refusal.EMPTY);
        }
        int header = HeaderLine.of(filled);
        CsvTable table = header == NO_HEADER
                ? without(charset.name(), List.copyOf(filled))
                : at(charset.name(), List.copyOf(filled), header);
        if (table.rows().isEmpty()) {
            return new Outcome.Refused(Refusal.NO_ROWS);
        }
        return table.rows().size() > MOST_ROWS ? new Outcome.Refused(Refusal.TOO_MANY_ROWS) : new Outcome.Read(table);
    }

    private static Reader withoutMark(Reader reader) throws IOException {
        java.io.PushbackReader peeked = new java.io.PushbackReader(reader, 1);
        int first = peeked.read();
        if (first >= 0 && first != MARK) {
            peeked.unread(first);
        }
        return peeked;
    }

    /** Without the empty cells behind the last one that is filled, of which spreadsheets write many. */
    private static List<String> kept(CSVRecord record) {
        int last = record.size();
        while (last > 0 && record.get(last - 1).isEmpty()) {
            last--;
        }
        List<String> cells = new ArrayList<>(last);
        for (int i = 0; i < last; i++) {
            String cell = record.get(i);
            cells.add(cell.isEmpty() ? "" : cell);
        }
        return cells;
    }

    private static CsvBounds.@Nullable Exceeded exceeded(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof CsvBounds.Exceeded exceeded) {
                return exceeded;
            }
        }
        return null;
    }
}
