package mica.web;

import org.jspecify.annotations.Nullable;

/**
 * A failure for the log: what kind it was and where it came from, without its message. Messages of libraries quote what
 * they could not read, and that may be what somebody typed.
 */
public final class Wordless extends Exception {

    private static final int DEEPEST = 5;

    private Wordless(Throwable failure, @Nullable Wordless cause) {
        super(failure.getClass().getName(), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    public static Wordless of(Throwable failure) {
        return of(failure, 0);
    }

    private static Wordless of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new Wordless(failure, cause == null || depth == DEEPEST ? null : of(cause, depth + 1));
    }
}
