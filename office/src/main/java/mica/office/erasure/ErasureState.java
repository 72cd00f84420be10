package mica.office.erasure;

/** How far the erasure of a day is, in the order of its steps; how it moves is told by {@link ErasureTransitions}. */
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

    boolean isAtLeast(ErasureState state) {
        return compareTo(state) >= 0;
    }
}
