package mica.exchange.database;

/** Why a database does not answer now, though it may later; the message is one line for the operator. */
public final class DatabaseAwayException extends RuntimeException {

    private final String line;

    public DatabaseAwayException(String line) {
        super(line);
        this.line = line;
    }

    /** The message, in this program's own words alone, so that it may be logged. */
    public String line() {
        return line;
    }
}
