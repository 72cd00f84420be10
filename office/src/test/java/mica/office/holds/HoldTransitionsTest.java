package mica.office.holds;

import java.util.UUID;
import mica.office.TriedStates;
import org.junit.jupiter.api.Test;

class HoldTransitionsTest {

    @Test
    void the_database_lets_a_hold_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi().useHandle(handle -> handle.execute("""
                    insert into legal_hold (id, first_day, last_day, reason, file_number, ends_on, retention_days,
                                            longest_hold_days, asked_by, asked_at)
                    values (?, '2026-11-01', '2026-11-02', 'INCIDENT', '1', '2026-11-03', 30, 30, ?, now())
                    """, UUID.randomUUID(), tried.author));

            tried.areThoseOf(
                    HoldTransitions.TABLE, "legal_hold", HoldState.values(), state -> fitting(state, tried.approver));
        }
    }

    private static String fitting(HoldState state, UUID other) {
        String by = "'" + other + "'";
        boolean confirmed = state != HoldState.ASKED && state != HoldState.REFUSED;
        boolean byHand = state == HoldState.REFUSED || state == HoldState.LIFTED;
        return "confirmed_by = " + (confirmed ? by : "null")
                + ", confirmed_at = " + (confirmed ? "now()" : "null")
                + ", closed_by = " + (byHand ? by : "null")
                + ", closed_at = " + (state.isOpen() ? "null" : "now()");
    }
}
