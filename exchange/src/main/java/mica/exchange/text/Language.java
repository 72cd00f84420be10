package mica.exchange.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A language in which MICA speaks to people. The tag is BCP 47 and is what URLs, cookies and rows carry. */
public enum Language {
    JA("ja", "日本語"),
    EN("en", "English");

    private final String tag;
    private final String ownName;

    Language(String tag, String ownName) {
        this.tag = tag;
        this.ownName = ownName;
    }

    public String tag() {
        return tag;
    }

    /** The name a speaker of the language looks for in a menu. */
    public String ownName() {
        return ownName;
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /** The language of a tag, Japanese when the tag is missing or unknown. */
    public static Language of(@Nullable String tag) {
        for (Language language : values()) {
            if (language.tag.equals(tag)) {
                return language;
            }
        }
        return JA;
    }

    /**
     * The first language of an {@code Accept-Language} header (RFC 9110, 12.5.4) that MICA speaks; Japanese when there is
     * none or the header is broken.
     */
    public static Language accepted(@Nullable String header) {
        if (header == null || header.length() > 500) {
            return JA;
        }
        // What nearly every browser sends: the favourite first, without a weight. To read all of the header takes
        // longer
        // than to read the form.
        int comma = header.indexOf(',');
        String first = comma < 0 ? header : header.substring(0, comma);
        for (Language language : values()) {
            if (first.equals(language.tag) || (first.startsWith(language.tag + "-") && first.indexOf(';') < 0)) {
                return language;
            }
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
            for (Locale.LanguageRange range : ranges) {
                for (Language language : values()) {
                    if (range.getRange().equals(language.tag)
                            || range.getRange().startsWith(language.tag + "-")) {
                        return language;
                    }
                }
            }
        } catch (IllegalArgumentException brokenHeader) {
            return JA;
        }
        return JA;
    }
}
