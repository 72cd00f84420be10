package mica.exchange.database;

/** Why a database cannot be used as it is; the message is one line for the operator that names the remedy. */
public final class UnfitDatabaseException extends RuntimeException {

    public UnfitDatabaseException(String message) {
        super(message);
    }
}
