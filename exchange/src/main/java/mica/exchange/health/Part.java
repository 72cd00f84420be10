package mica.exchange.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one part of a zone is.
 *
 * @param name the same at every asking, such as {@code relay}
 * @param facts what it says of itself: numbers with their unit in the name, and words; nothing personal and no text of an
 *     exception
 */
public record Part(String name, Condition condition, Map<String, Object> facts) {

    /** The fact that tells in a word how the part is. */
    public static final String SAYS = "says";

    public Part {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A part of which there is one word to say. */
    public static Part of(String name, Condition condition, String says) {
        return new Part(name, condition, Map.of(SAYS, says));
    }
}
