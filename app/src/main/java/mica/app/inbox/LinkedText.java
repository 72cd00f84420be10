package mica.app.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text cut into runs, some of which are web addresses to follow; only http and https ever become links. */
public final class LinkedText {

    /** Full-width and closing signs end an address: Japanese text puts no space after it. */
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[\\x21\\x23-\\x3B\\x3D\\x3F-\\x7E]+(?<![.,;:!?)\\]'])", Pattern.CASE_INSENSITIVE);

    private LinkedText() {}

    /** A piece of text, or an address. */
    public record Run(String text, boolean isLink) {}

    static List<Run> of(String text) {
        List<Run> runs = new ArrayList<>();
        Matcher matcher = ADDRESS.matcher(text);
        int from = 0;
        while (matcher.find()) {
            runs.add(new Run(text.substring(from, matcher.start()), false));
            runs.add(new Run(matcher.group(), true));
            from = matcher.end();
        }
        runs.add(new Run(text.substring(from), false));
        return runs;
    }
}
