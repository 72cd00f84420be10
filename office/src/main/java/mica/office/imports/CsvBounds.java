package mica.office.imports;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Follows a file while it is parsed and breaks off where its structure is more than a list of venues can be: the parser
 * itself would keep a line of any length. For one thread.
 */
final class CsvBounds extends FilterReader {

    /** A spreadsheet's cell holds no more (Excel specifications and limits). */
    static final int MOST_LETTERS = 32_767;

    static final int MOST_COLUMNS = 300;

    /** What keeps a file of {@link CsvTable#LARGEST} octets below a hundred megabytes when it is read. */
    static final int MOST_CELLS = 1_250_000;

    /** Thrown amid reading. */
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;

        final CsvTable.Refusal reason;

        Exceeded(CsvTable.Refusal reason) {
            super(reason.name());
            this.reason = reason;
        }
    }

    private enum CsvPosition {
        CELL_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final char delimiter;
    private CsvPosition at = CsvPosition.CELL_START;
    private int letters;
    private int columns = 1;
    private int cells;
    private int lines;

    CsvBounds(Reader in, char delimiter) {
        super(in);
        this.delimiter = delimiter;
    }

    @Override
    public int read() throws IOException {
        int letter = super.read();
        if (letter >= 0) {
            follow((char) letter);
        }
        return letter;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        for (int i = offset; i < offset + read; i++) {
            follow(into[i]);
        }
        return read;
    }

    private void follow(char letter) throws Exceeded {
        if (at == CsvPosition.QUOTED) {
            at = letter == '"' ? CsvPosition.QUOTE_IN_QUOTED : CsvPosition.QUOTED;
        } else if (letter == delimiter) {
            cell();
            demand(++columns <= MOST_COLUMNS, CsvTable.Refusal.TOO_MANY_COLUMNS);
            return;
        } else if (letter == '\n' || letter == '\r') {
            // A line without anything is none to the parser either.
            if (columns > 1 || letters > 0) {
                cell();
                demand(++lines <= CsvTable.MOST_ROWS + HeaderLine.SEARCHED, CsvTable.Refusal.TOO_MANY_ROWS);
            }
            columns = 1;
            return;
        } else if (letter == '"' && (at == CsvPosition.CELL_START || at == CsvPosition.QUOTE_IN_QUOTED)) {
            at = CsvPosition.QUOTED;
        } else if (at == CsvPosition.CELL_START) {
            at = CsvPosition.PLAIN;
        }
        demand(++letters <= MOST_LETTERS, CsvTable.Refusal.CELL_TOO_LONG);
    }

    private void cell() throws Exceeded {
        demand(++cells <= MOST_CELLS, CsvTable.Refusal.TOO_MANY_CELLS);
        at = CsvPosition.CELL_START;
        letters = 0;
    }

    private static void demand(boolean kept, CsvTable.Refusal otherwise) throws Exceeded {
        if (!kept) {
            throw new Exceeded(otherwise);
        }
    }
}
