package mica.exchange.record;

/** A record of the exchange that this program cannot read. The message names the field and quotes nothing. */
public final class UnreadableRecordException extends RuntimeException {

    public UnreadableRecordException(String message) {
        super(message);
    }
}
