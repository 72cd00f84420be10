package mica.exchange.state;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A state machine as a table: in which state something can happen, and which state it leads to. Verbs and stores ask it
 * before they act, and tests compare it with what the database lets through. Immutable; threads may share it.
 *
 * @param <S> the states
 * @param <C> what happens
 */
public final class Transitions<S extends Enum<S>, C extends Enum<C>> {

    /** One edge. @param to the same as {@code from} for what leaves the state as it is */
    public record Step<S extends Enum<S>, C extends Enum<C>>(S from, C cause, S to) {}

    private final Class<S> states;
    private final Map<S, Map<C, S>> table;
    // A delivery to millions asks at every step of every person.
    private final boolean[][] pairs;

    private Transitions(Class<S> states) {
        this.states = states;
        this.table = new EnumMap<>(states);
        int count = states.getEnumConstants().length;
        this.pairs = new boolean[count][count];
    }

    public static <S extends Enum<S>, C extends Enum<C>> Step<S, C> step(S from, C cause, S to) {
        return new Step<>(from, cause, to);
    }

    /** @throws IllegalArgumentException when one thing would lead from one state to two */
    @SafeVarargs
    public static <S extends Enum<S>, C extends Enum<C>> Transitions<S, C> of(Step<S, C> first, Step<S, C>... others) {
        Transitions<S, C> transitions = new Transitions<>(first.from().getDeclaringClass());
        transitions.add(first);
        for (Step<S, C> step : others) {
            transitions.add(step);
        }
        return transitions;
    }

    private void add(Step<S, C> step) {
        Map<C, S> steps = table.computeIfAbsent(
                step.from(), from -> new EnumMap<>(step.cause().getDeclaringClass()));
        if (steps.putIfAbsent(step.cause(), step.to()) != null) {
            throw new IllegalArgumentException("told twice: " + step);
        }
        pairs[step.from().ordinal()][step.to().ordinal()] = true;
    }

    /** Whether something can happen in a state. */
    public boolean allow(S from, C cause) {
        return of(from).containsKey(cause);
    }

    /** Where it leads. @throws IllegalStateException when it does not happen in that state */
    public S next(S from, C cause) {
        S to = of(from).get(cause);
        if (to == null) {
            throw new IllegalStateException(cause + " does not happen in " + from);
        }
        return to;
    }

    /** Whether anything leads from one state to the other. */
    public boolean lead(S from, S to) {
        return pairs[from.ordinal()][to.ordinal()];
    }

    /** In which states something can happen. */
    public Set<S> before(C cause) {
        Set<S> before = EnumSet.noneOf(states);
        table.forEach((from, steps) -> {
            if (steps.containsKey(cause)) {
                before.add(from);
            }
        });
        return before;
    }

    private Map<C, S> of(S from) {
        return table.getOrDefault(from, Map.of());
    }
}
