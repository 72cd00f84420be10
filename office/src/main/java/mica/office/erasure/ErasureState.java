package mica.office.erasure;

/**
 * How far the erasure of a day is, in the order of its steps: none is left out and none goes back. The database holds
 * the same.
 */
public enum ErasureState {
    /** The retention is over and nothing holds the day. From here on nothing stops its erasure. */
    DUE,
    /** Nobody can open anything of the day any more, in the databases or in their backups. */
    KEYS_DESTROYED,
    /** The day's visits are a table of their own that nobody reads. */
    DETACHED,
    /** No row of the day is left. */
    DROPPED,
    /** A signed certificate says so. */
    CERTIFIED;

    /** The state a step leads to. @throws IllegalStateException after the last */
    ErasureState next() {
        return switch (this) {
            case DUE -> KEYS_DESTROYED;
            case KEYS_DESTROYED -> DETACHED;
            case DETACHED -> DROPPED;
            case DROPPED -> CERTIFIED;
            case CERTIFIED -> throw new IllegalStateException("a certified erasure is over");
        };
    }

    boolean isAtLeast(ErasureState state) {
        return compareTo(state) >= 0;
    }
}
