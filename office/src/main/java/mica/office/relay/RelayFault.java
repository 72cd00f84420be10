package mica.office.relay;

import java.io.IOException;

/** The relay does not keep to the protocol, or cannot be used as configured. Its message holds nothing personal. */
final class RelayFault extends IOException {

    private static final long serialVersionUID = 1L;

    RelayFault(String message) {
        super(message);
    }
}
