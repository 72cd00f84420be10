package mica.office.keys;

/** Why the key store does not open, in one line for the operator: a wrong passphrase, or a folder that is not whole. */
public final class LockedKeysException extends RuntimeException {

    LockedKeysException(String message) {
        super(message);
    }
}
