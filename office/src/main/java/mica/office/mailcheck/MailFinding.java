package mica.office.mailcheck;

import java.util.List;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;

/** One line of a check. */
public record MailFinding(Level level, String key, List<Object> arguments) {

    private static final Texts TEXTS = new Texts("mica.office.mailcheck");

    /** How much it matters. */
    public enum Level {
        GOOD,
        /** To be looked at; mail goes out all the same. */
        DOUBT,
        /** Mail does not go out, or is taken for forged. */
        BAD
    }

    static MailFinding of(Level level, String key, Object... arguments) {
        return new MailFinding(level, "mailcheck." + key, List.of(arguments));
    }

    /** The line for a person. */
    public String text(Language language) {
        return TEXTS.text(language, "mailcheck.level." + level.name()) + " "
                + TEXTS.text(language, key, arguments.toArray());
    }
}
