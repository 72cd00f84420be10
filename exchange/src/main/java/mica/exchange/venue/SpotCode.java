package mica.exchange.venue;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The code of one spot: ten letters without look-alikes, the last a check. */
public record SpotCode(String value) {

    /** Letters of every code. */
    public static final int LENGTH = CodeLetters.LENGTH;

    public SpotCode {
        if (!value.equals(CodeLetters.read(value))) {
            throw new IllegalArgumentException("not a code: " + value);
        }
    }

    public static SpotCode random(RandomGenerator random) {
        return new SpotCode(CodeLetters.random(random));
    }

    /** Reads a code as people type it: any case, with hyphens or spaces; empty when it cannot be one. */
    public static Optional<SpotCode> read(@Nullable String typed) {
        String code = typed == null ? null : CodeLetters.read(typed);
        return Optional.ofNullable(code).map(SpotCode::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
