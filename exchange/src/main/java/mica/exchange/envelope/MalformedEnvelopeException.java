package mica.exchange.envelope;

/** Octets that are no envelope. */
public final class MalformedEnvelopeException extends RuntimeException {

    public MalformedEnvelopeException(String message) {
        super(message);
    }
}
