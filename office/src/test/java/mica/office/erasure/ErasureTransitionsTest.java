package mica.office.erasure;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import mica.office.TriedStates;
import mica.office.erasure.ErasureTransitions.Cause;
import org.junit.jupiter.api.Test;

class ErasureTransitionsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

    private static final Map<ErasureState, String> TIMES = Map.of(
            ErasureState.KEYS_DESTROYED, "keys_destroyed_at",
            ErasureState.DETACHED, "detached_at",
            ErasureState.DROPPED, "dropped_at",
            ErasureState.CERTIFIED, "certified_at");

    private static void begin(TriedStates tried) {
        tried.office.jdbi().useHandle(handle -> handle.execute("""
                insert into erasure (day, retention_days, legal_maximum_days, legal_source, due_at)
                values (?, 30, 30, 'law', now())
                """, DAY));
    }

    @Test
    void the_database_lets_an_erasure_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            begin(tried);

            tried.areThoseOf(ErasureTransitions.TABLE, "erasure", ErasureState.values(), state -> {
                StringBuilder times = new StringBuilder("retention_days = 30");
                TIMES.forEach((step, time) ->
                        times.append(", ").append(time).append(state.isAtLeast(step) ? " = now()" : " = null"));
                return times.toString();
            });
        }
    }

    @Test
    void the_store_takes_no_step_that_the_table_does_not_have() {
        try (TriedStates tried = new TriedStates()) {
            begin(tried);
            ErasureStore store = new ErasureStore();
            assertThatIllegalStateException()
                    .isThrownBy(() -> tried.office.jdbi()
                            .useTransaction(tx -> store.advance(
                                    tx, DAY, ErasureState.DUE, Cause.DROPPED, Instant.EPOCH)))
                    .withMessageContaining("DROPPED does not happen in DUE");
            assertThatIllegalStateException()
                    .isThrownBy(() -> tried.office.jdbi()
                            .useTransaction(tx -> store.advance(
                                    tx, DAY, ErasureState.DROPPED, Cause.CERTIFIED, Instant.EPOCH)))
                    .withMessageContaining("no longer DROPPED");
        }
    }
}
