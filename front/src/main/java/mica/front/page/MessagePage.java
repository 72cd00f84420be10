package mica.front.page;

import org.jspecify.annotations.Nullable;

/**
 * A page that only tells something, in one or two paragraphs, with one way on. Template {@code message}; texts are ready
 * to show.
 *
 * @param more a second paragraph
 * @param href where the link leads; null for the first page
 */
public record MessagePage(
        String text,
        @Nullable String more,
        @Nullable String href,
        @Nullable String hrefText) {

    public static MessagePage of(String text) {
        return new MessagePage(text, null, null, null);
    }

    public static MessagePage of(String text, String more) {
        return new MessagePage(text, more, null, null);
    }
}
