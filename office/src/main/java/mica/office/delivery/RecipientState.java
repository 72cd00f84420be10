package mica.office.delivery;

/**
 * Where one recipient of a notice stands; how it moves is told by {@link RecipientTransitions}. Chunks keep it as a letter,
 * and {@code delivery_state} in the database holds the same letters.
 */
public enum RecipientState {
    QUEUED('q'),
    /** In an office's hands; nothing of the message has gone out. */
    CLAIMED('c'),
    /** Stored before the message's last octets may leave: from here on nobody knows, until the relay's answer is stored. */
    DOT_SENT('d'),
    ACCEPTED('a'),
    REFUSED('r'),
    /** To be tried again later. */
    DEFERRED('l'),
    EXPIRED('x'),
    /** The visit was erased meanwhile, or its key. */
    GONE('g'),
    /** Nobody erased anything, and yet there is no key that opens the address. */
    KEYS_MISSING('k');

    private final char letter;

    RecipientState(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    static RecipientState of(char letter) {
        for (RecipientState state : values()) {
            if (state.letter == letter) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state: " + letter);
    }

    boolean isSettled() {
        return switch (this) {
            case ACCEPTED, REFUSED, GONE, EXPIRED, KEYS_MISSING -> true;
            case QUEUED, CLAIMED, DOT_SENT, DEFERRED -> false;
        };
    }
}
