package mica.app;

import java.util.Iterator;
import mica.exchange.text.Language;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of commands that speak with a person. */
final class LanguageOption {

    @Option(
            names = "--language",
            completionCandidates = Tags.class,
            converter = TagConverter.class,
            description = "of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Language language = Language.first();

    /** What can be given. */
    static final class Tags implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Language.all().stream().map(Language::tag).iterator();
        }
    }

    /** The tag as it is typed. */
    static final class TagConverter implements ITypeConverter<Language> {
        @Override
        public Language convert(String typed) {
            return Language.all().stream()
                    .filter(language -> language.tag().equalsIgnoreCase(typed))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected one of " + Language.all() + " but was '" + typed + "'"));
        }
    }

    Language language() {
        return language;
    }
}
