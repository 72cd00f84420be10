package mica.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a list.
 *
 * @param next where the next page goes on; null on the last one, and where there is only one
 */
public record ListPage<T>(List<T> lines, @Nullable String next) {

    /** A list that has one page. */
    public static <T> ListPage<T> whole(List<T> lines) {
        return new ListPage<>(lines, null);
    }

    /**
     * Of a list that is longer.
     *
     * @param found one more than a page holds, when there are so many
     * @param most how many a page holds
     * @param mark of the last line shown: where the next page goes on
     */
    public static <T> ListPage<T> of(List<T> found, int most, Function<T, String> mark) {
        if (found.size() <= most) {
            return whole(found);
        }
        List<T> shown = found.subList(0, most);
        return new ListPage<>(shown, mark.apply(shown.getLast()));
    }

    /** The same page of what is made of its lines. */
    public <S> ListPage<S> of(Function<T, S> each) {
        return new ListPage<>(lines.stream().map(each).toList(), next);
    }
}
