package mica.office.posters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with gaps: {@code {{name}}} is filled with escaped text, {@code {{{name}}}} with markup. */
record Template(String source) {

    private static final Pattern GAP = Pattern.compile("\\{\\{\\{([\\w.]+)}}}|\\{\\{([\\w.]+)}}");

    static Template load(String resource) {
        return new Template(read(resource));
    }

    static String read(String resource) {
        try (InputStream stream = Template.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("resource is missing: " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String fill(Wording texts, Map<String, String> markup) {
        return GAP.matcher(source).replaceAll(gap -> {
            boolean raw = gap.group(1) != null;
            String name = raw ? gap.group(1) : gap.group(2);
            String value = raw ? markup.get(name) : texts.get(name);
            if (value == null) {
                throw new IllegalStateException("nothing to fill the gap " + gap.group());
            }
            return Matcher.quoteReplacement(raw ? value : escape(value));
        });
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
