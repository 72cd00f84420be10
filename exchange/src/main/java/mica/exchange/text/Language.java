package mica.exchange.text;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A language in which MICA speaks to people: one of the list {@code languages.txt} beside this class, which is the only
 * place that names them; each is a set of text bundles. Which of them people are offered is the service's to say. The tag
 * is BCP 47 and is what URLs, cookies, envelopes and rows carry.
 */
public final class Language implements Comparable<Language> {

    private static final String LIST = "languages.txt";

    /** What another jar on the class path adds to the list, with its bundles. */
    private static final String MORE = "mica/exchange/text/more-languages.txt";

    private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}");
    private static final Pattern COLUMN = Pattern.compile("\\s*\\|\\s*");
    private static final Map<String, Language> OURS = new LinkedHashMap<>();
    private static final Map<String, Language> ALL = read();

    private final int position;
    private final String tag;
    private final String ownName;
    private final List<String> alsoAskedAs;
    private final Locale locale;

    private Language(int position, String tag, String ownName, List<String> alsoAskedAs) {
        this.position = position;
        this.tag = tag;
        this.ownName = ownName;
        this.alsoAskedAs = alsoAskedAs;
        this.locale = Locale.forLanguageTag(tag);
    }

    /** All there are, in the order of the list. */
    public static List<Language> all() {
        return List.copyOf(ALL.values());
    }

    /** Those of the program's own list, without what other jars add. */
    public static List<Language> ours() {
        return List.copyOf(OURS.values());
    }

    /** The language whose texts are written first: it stands in where nobody knows or has a better one. */
    public static Language first() {
        return ALL.values().iterator().next();
    }

    /**
     * The language of a tag as an envelope or a row brings it. One without texts here stays what it is, as of an office that
     * is older than the front: seals are bound to the tag.
     *
     * @throws IllegalArgumentException when it is no tag
     */
    @JsonCreator
    public static Language of(String tag) {
        Language known = ALL.get(tag);
        if (known != null) {
            return known;
        }
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("no tag of a language");
        }
        return new Language(Integer.MAX_VALUE, tag, tag, List.of());
    }

    /** The language of a tag; empty when there are no texts in it. */
    public static Optional<Language> known(@Nullable String tag) {
        return tag == null ? Optional.empty() : Optional.ofNullable(ALL.get(tag));
    }

    /** The language of a tag, the first one when there are no texts in it. */
    public static Language spoken(@Nullable String tag) {
        return known(tag).orElse(first());
    }

    /**
     * The one of some languages that an {@code Accept-Language} header (RFC 9110, 12.5.4) asks for first; the first of them
     * when it asks for none or is broken.
     *
     * @param offered at least one
     */
    public static Language accepted(@Nullable String header, List<Language> offered) {
        Language otherwise = offered.getFirst();
        if (header == null || header.length() > 500) {
            return otherwise;
        }
        // What nearly every browser sends: the favourite first, without a weight. To read all of the header takes
        // longer than to read the form.
        int comma = header.indexOf(',');
        String first = comma < 0 ? header : header.substring(0, comma);
        if (first.indexOf(';') < 0) {
            Language favourite = asked(first, offered);
            if (favourite != null) {
                return favourite;
            }
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
                Language language = asked(range.getRange(), offered);
                if (language != null) {
                    return language;
                }
            }
        } catch (IllegalArgumentException brokenHeader) {
            return otherwise;
        }
        return otherwise;
    }

    /** By its tag, else by a name of its list, else as the variety of a language, else as any variety of the same. */
    private static @Nullable Language asked(String range, List<Language> offered) {
        Language exact = find(
                offered,
                language -> language.tag.equalsIgnoreCase(range)
                        || language.alsoAskedAs.stream().anyMatch(range::equalsIgnoreCase));
        if (exact != null) {
            return exact;
        }
        Language wider = find(offered, language -> begins(range, language.tag));
        if (wider != null) {
            return wider;
        }
        int dash = range.indexOf('-');
        String base = dash < 0 ? range : range.substring(0, dash);
        return find(offered, language -> begins(language.tag, base));
    }

    private static boolean begins(String tag, String with) {
        return tag.length() > with.length()
                && tag.charAt(with.length()) == '-'
                && tag.regionMatches(true, 0, with, 0, with.length());
    }

    private static @Nullable Language find(List<Language> offered, Predicate<Language> wanted) {
        for (Language language : offered) {
            if (wanted.test(language)) {
                return language;
            }
        }
        return null;
    }

    private static Map<String, Language> read() {
        try {
            Map<String, Language> all = new LinkedHashMap<>();
            URL own = Language.class.getResource(LIST);
            if (own == null) {
                throw new IllegalStateException("the program lacks " + LIST);
            }
            add(all, own);
            OURS.putAll(all);
            for (URL more : Collections.list(Language.class.getClassLoader().getResources(MORE))) {
                add(all, more);
            }
            if (all.isEmpty()) {
                throw new IllegalStateException(LIST + " names no language");
            }
            return Collections.unmodifiableMap(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void add(Map<String, Language> all, URL list) throws IOException {
        try (InputStream in = list.openStream()) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    Language language = language(all.size(), line);
                    if (all.put(language.tag, language) != null) {
                        throw new IllegalStateException("two lines for the language " + language.tag);
                    }
                }
            }
        }
    }

    private static Language language(int position, String line) {
        String[] columns = COLUMN.split(line.strip());
        if (columns.length < 2
                || columns[1].isEmpty()
                || !TAG.matcher(columns[0]).matches()) {
            throw new IllegalStateException("no tag and name of a language: " + line);
        }
        List<String> also = columns.length < 3 ? List.of() : Arrays.asList(columns[2].split(" +"));
        return new Language(position, columns[0], columns[1], List.copyOf(also));
    }

    @JsonValue
    public String tag() {
        return tag;
    }

    /** The name a speaker of the language looks for in a menu. */
    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return locale;
    }

    /** A number as people of the language group its digits, in the digits of times and telephone numbers. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.forLanguageTag(tag + "-u-nu-latn"))
                .format(number);
    }

    /** In the order of the list, what is not in it by its tag. */
    @Override
    public int compareTo(Language other) {
        int byList = Integer.compare(position, other.position);
        return byList != 0 ? byList : tag.compareTo(other.tag);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Language language && language.tag.equals(tag);
    }

    @Override
    public int hashCode() {
        return tag.hashCode();
    }

    @Override
    public String toString() {
        return tag;
    }
}
