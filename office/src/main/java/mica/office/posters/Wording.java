package mica.office.posters;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import mica.exchange.text.Language;
import mica.exchange.text.PrintableText;

/** The texts of one language. Gaps like {@code {authority}} are filled from the lines of the service. */
record Wording(Map<String, String> texts) {

    private static final Map<Language, Wording> ALL = new ConcurrentHashMap<>();

    /** As it stands in the bundle. */
    static Wording in(Language language) {
        return ALL.computeIfAbsent(language, Wording::load);
    }

    /** With the gaps filled, in the language of the lines. */
    static Wording of(ServiceLines service, PrintableText printable) {
        return in(service.language()).filled(service, printable);
    }

    private static Wording load(Language language) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Template.read("texts_" + language.tag() + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return new Wording(Map.copyOf(texts));
    }

    private Wording filled(ServiceLines service, PrintableText printable) {
        Map<String, String> gaps = Map.of(
                "{service}", printable.some(service.serviceName()),
                "{authority}", printable.some(service.authorityName()),
                "{disease}", printable.some(service.diseaseName()),
                "{days}", Integer.toString(service.retentionDays()),
                "{url}", service.typedAddress());
        Map<String, String> filled = new HashMap<>();
        texts.forEach((key, text) -> filled.put(key, fill(text, gaps)));
        return new Wording(Map.copyOf(filled));
    }

    Wording with(String key, String text) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(key, text);
        return new Wording(Map.copyOf(more));
    }

    String get(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalStateException("no text for " + key);
        }
        return text;
    }

    private static String fill(String text, Map<String, String> gaps) {
        String filled = text;
        for (Map.Entry<String, String> gap : gaps.entrySet()) {
            filled = filled.replace(gap.getKey(), gap.getValue());
        }
        return filled;
    }
}
