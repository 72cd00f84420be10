package mica.exchange.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The visible texts of a zone in every language, from the files {@code texts_<tag>.properties} (UTF-8) of its features'
 * packages. Arguments stand as {@code {0}}, {@code {1}}. Threads may share it.
 */
public final class Texts {

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);

    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    private final Map<Language, Map<String, String>> byLanguage = new EnumMap<>(Language.class);

    /**
     * Reads the bundles of the given packages.
     *
     * @throws IllegalArgumentException when a file is missing or two bundles hold the same key
     */
    public Texts(String... packages) {
        for (Language language : Language.values()) {
            Map<String, String> texts = new HashMap<>();
            for (String name : packages) {
                Properties bundle = load("/" + name.replace('.', '/') + "/texts_" + language.tag() + ".properties");
                for (String key : bundle.stringPropertyNames()) {
                    if (texts.put(key, bundle.getProperty(key)) != null) {
                        throw new IllegalArgumentException("text " + key + " stands in two bundles");
                    }
                }
            }
            byLanguage.put(language, Map.copyOf(texts));
        }
    }

    private static Properties load(String resource) {
        try (InputStream in = Texts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("missing text bundle " + resource);
            }
            Properties bundle = new Properties();
            bundle.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return bundle;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public boolean has(Language language, String key) {
        return byLanguage.getOrDefault(language, Map.of()).containsKey(key);
    }

    /** The text with its arguments filled in. A missing one shows its key and is logged: a page must not fail for it. */
    public String text(Language language, String key, Object... arguments) {
        String text = byLanguage.getOrDefault(language, Map.of()).get(key);
        if (text == null) {
            LOG.error("text.missing key={} language={}", key, language.tag());
            return "⟦" + key + "⟧";
        }
        return filled(text, arguments);
    }

    /** In one pass, so that an argument that itself looks like a place is left as it is. */
    private static String filled(String text, Object... arguments) {
        return PLACE.matcher(text).replaceAll(place -> {
            int index = Integer.parseInt(place.group(1));
            return Matcher.quoteReplacement(
                    index < arguments.length ? String.valueOf(arguments[index]) : place.group());
        });
    }
}
