package mica.program;

/** Why a command cannot do its work, in one line for the operator. */
public final class CannotStartException extends RuntimeException {

    public CannotStartException(String message) {
        super(message);
    }
}
