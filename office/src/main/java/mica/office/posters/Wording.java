package mica.office.posters;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import mica.exchange.text.PrintableText;

/** The texts of one language. Gaps like {@code {authority}} are filled from the lines of the service. */
record Wording(Map<String, String> texts) {

    static final Wording JAPANESE = load("texts_ja.properties");
    static final Wording ENGLISH = load("texts_en.properties");

    static Wording in(Locale language) {
        return language.getLanguage().equals("ja") ? JAPANESE : ENGLISH;
    }

    private static Wording load(String resource) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Template.read(resource)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new HashMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return new Wording(Map.copyOf(texts));
    }

    Wording of(ServiceLines service, PrintableText printable) {
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
