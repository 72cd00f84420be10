package mica.exchange.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The visible texts of a zone in every language, from the files {@code texts_<tag>.properties} (UTF-8) of its features'
 * packages. How arguments, numbers and plurals stand in them, {@link TextPattern} tells. Threads may share it.
 */
public final class Texts {

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);

    private final Map<Language, Map<String, TextPattern>> byLanguage = new HashMap<>();

    /**
     * Reads the bundles of the given packages.
     *
     * @throws IllegalArgumentException when a file is missing or two bundles hold the same key
     */
    public Texts(String... packages) {
        for (Language language : Language.all()) {
            Map<String, TextPattern> texts = new HashMap<>();
            for (String name : packages) {
                Properties bundle = load("/" + name.replace('.', '/') + "/texts_" + language.tag() + ".properties");
                for (String key : bundle.stringPropertyNames()) {
                    if (texts.put(key, TextPattern.of(bundle.getProperty(key), language)) != null) {
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
        return of(language).containsKey(key);
    }

    /**
     * The text with its arguments filled in; in a language that has no texts, the first one's. A missing one shows its key
     * and is logged: a page must not fail for it.
     */
    public String text(Language language, String key, Object... arguments) {
        TextPattern text = of(language).get(key);
        if (text == null) {
            LOG.error("text.missing key={} language={}", key, language.tag());
            return "⟦" + key + "⟧";
        }
        return text.filled(arguments);
    }

    private Map<String, TextPattern> of(Language language) {
        Map<String, TextPattern> own = byLanguage.get(language);
        return own != null ? own : byLanguage.getOrDefault(Language.first(), Map.of());
    }
}
