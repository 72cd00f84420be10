package mica.exchange.health;

import java.util.Locale;

/** How a part is, the best first. */
public enum Condition {
    WELL,
    /** It works, worse than it should; it may mend itself. */
    DEGRADED,
    /** Someone must act now. */
    DOWN;

    /** For monitors. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Condition worse(Condition other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
