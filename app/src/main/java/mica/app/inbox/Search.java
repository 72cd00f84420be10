package mica.app.inbox;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which mails are wanted: {@code to} is one whole recipient address, {@code words} must all occur in sender,
 * recipients or subject. Empty values want everything. Letter case and full-width forms make no difference.
 */
record Search(String to, String words) implements Predicate<ReceivedMail> {

    static final Search EVERYTHING = new Search("", "");

    Search {
        to = address(to);
        words = fold(words).strip();
    }

    @Override
    public boolean test(ReceivedMail message) {
        return isTo(message) && hasWords(message);
    }

    private boolean isTo(ReceivedMail message) {
        return to.isEmpty()
                || Stream.concat(message.envelopeTo().stream(), message.to().stream())
                        .anyMatch(each -> address(each).equals(to));
    }

    private boolean hasWords(ReceivedMail message) {
        if (words.isEmpty()) {
            return true;
        }
        String text = fold(String.join(
                "\n",
                List.of(
                        message.envelopeFrom(),
                        String.join("\n", message.envelopeTo()),
                        message.from(),
                        String.join("\n", message.to()),
                        message.subject())));
        return Stream.of(words.split("\\s+")).allMatch(text::contains);
    }

    /** Old addresses travel quoted ({@code "a..b"@docomo.ne.jp}) and are typed without quotes. */
    private static String address(String text) {
        String bare = text.strip();
        int open = bare.lastIndexOf('<');
        if (open >= 0 && bare.endsWith(">")) {
            bare = bare.substring(open + 1, bare.length() - 1);
        }
        return fold(bare).replace("\"", "");
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
