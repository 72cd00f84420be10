package mica.exchange.database;

/** Why a database does not answer now, though it may later; the message is one line for the operator. */
public final class DatabaseAwayException extends RuntimeException {

    public DatabaseAwayException(String message) {
        super(message);
    }
}
