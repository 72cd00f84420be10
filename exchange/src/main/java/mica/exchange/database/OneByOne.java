package mica.exchange.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Work on many things at once in which one that is refused keeps none of the others: what fails together is tried in
 * halves, down to single things. An outage is nobody's fault and is thrown at once. Threads may share it.
 */
public final class OneByOne {

    private OneByOne() {}

    /**
     * Does the work on all of them.
     *
     * @param work all or nothing on the things it is given; it may be given the same ones again after it failed
     * @param aside takes those that cannot be worked on while others can, or that the database refuses for what they are
     * @throws RuntimeException when the database is away, or when nothing can be worked on and it is not known whose fault
     *     that is: then trying again may help
     */
    public static <T> void work(List<T> things, Consumer<List<T>> work, BiConsumer<T, RuntimeException> aside) {
        Map<T, RuntimeException> failures = new LinkedHashMap<>();
        boolean oneWentWell = halve(things, work, failures);
        settle(failures, oneWentWell, aside);
    }

    /** As {@link #work}, one after another from the start: for work that must not be repeated once it went well. */
    public static <T> void each(List<T> things, Consumer<T> work, BiConsumer<T, RuntimeException> aside) {
        Map<T, RuntimeException> failures = new LinkedHashMap<>();
        boolean oneWentWell = false;
        for (T thing : things) {
            oneWentWell |= halve(List.of(thing), some -> work.accept(some.getFirst()), failures);
        }
        settle(failures, oneWentWell, aside);
    }

    /** @return whether any of them went well */
    private static <T> boolean halve(List<T> things, Consumer<List<T>> work, Map<T, RuntimeException> failures) {
        if (things.isEmpty()) {
            return false;
        }
        try {
            work.accept(things);
            return true;
        } catch (RuntimeException failed) {
            if (Outage.is(failed)) {
                throw failed;
            }
            if (things.size() == 1) {
                failures.put(things.getFirst(), failed);
                return false;
            }
            int middle = things.size() / 2;
            boolean first = halve(things.subList(0, middle), work, failures);
            boolean second = halve(things.subList(middle, things.size()), work, failures);
            return first || second;
        }
    }

    private static <T> void settle(
            Map<T, RuntimeException> failures, boolean oneWentWell, BiConsumer<T, RuntimeException> aside) {
        RuntimeException unknown = null;
        for (Map.Entry<T, RuntimeException> failure : failures.entrySet()) {
            if (oneWentWell || Outage.isOfContent(failure.getValue())) {
                aside.accept(failure.getKey(), failure.getValue());
            } else if (unknown == null) {
                unknown = failure.getValue();
            }
        }
        if (unknown != null) {
            throw unknown;
        }
    }
}
