package mica.exchange.directory;

import java.util.HashMap;
import java.util.Map;
import mica.exchange.text.Language;

/**
 * The disease a service is run for, with how long its records may live. Texts are maps from language tag to text.
 *
 * @param retentionDays how long a visit is kept, in whole days after its own
 * @param legalMaximumDays the most that the law or the guideline in {@code source} allows
 * @param source the law or guideline, as the public and the certificates of erasure name it
 * @param longestHoldDays how many days beyond its retention legal holds may keep a day, however many follow one another
 */
public record Disease(
        Map<String, String> name,
        int retentionDays,
        int legalMaximumDays,
        Map<String, String> source,
        int longestHoldDays) {

    /** @throws IllegalArgumentException when a day more is kept than is lawful, or a text is missing */
    public Disease {
        requireText("name", name);
        requireText("source", source);
        if (retentionDays < 1) {
            throw new IllegalArgumentException("disease.retentionDays must be at least 1, not " + retentionDays);
        }
        if (retentionDays > legalMaximumDays) {
            throw new IllegalArgumentException("disease.retentionDays is " + retentionDays
                    + ", above the legal maximum of " + legalMaximumDays + " (" + inWords(source) + ")");
        }
        if (longestHoldDays < 0) {
            throw new IllegalArgumentException("disease.longestHoldDays must not be below 0");
        }
    }

    /** A disease whose retention is its legal maximum, such as one that is not yet configured. */
    public static Disease of(Map<String, String> name, int retentionDays) {
        Map<String, String> source = new HashMap<>();
        name.keySet().forEach(language -> source.put(language, "－"));
        return new Disease(name, retentionDays, retentionDays, source, retentionDays);
    }

    private static void requireText(String field, Map<String, String> texts) {
        if (texts == null || inWords(texts).isBlank()) {
            throw new IllegalArgumentException("disease." + field + " must have a text");
        }
    }

    /** In the language that is understood first here, else in any. */
    private static String inWords(Map<String, String> texts) {
        return texts.getOrDefault(
                Language.first().tag(), texts.values().stream().findFirst().orElse(""));
    }
}
