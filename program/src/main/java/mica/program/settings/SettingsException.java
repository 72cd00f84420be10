package mica.program.settings;

/** Settings that refuse the start; the message is one line for the operator. */
public final class SettingsException extends RuntimeException {

    public SettingsException(String message) {
        super(message);
    }
}
