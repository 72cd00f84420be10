package mica.app;

import mica.exchange.text.Language;
import picocli.CommandLine.Option;

/** The option of commands that speak with a person. */
final class LanguageOption {

    @Option(names = "--language", description = "of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Language language = Language.JA;

    Language language() {
        return language;
    }
}
