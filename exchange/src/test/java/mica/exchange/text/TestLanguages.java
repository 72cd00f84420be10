package mica.exchange.text;

import java.util.List;

/** The languages of the program by name, and the one that only tests have. */
public final class TestLanguages {

    public static final Language JA = Language.of("ja");
    public static final Language EN = Language.of("en");

    /** English with accents on it and longer by a third; see {@link PseudoLanguage}. */
    public static final Language PSEUDO = Language.of(PseudoLanguage.TAG);

    public static final List<Language> ALL = List.of(JA, EN, PSEUDO);

    private TestLanguages() {}
}
