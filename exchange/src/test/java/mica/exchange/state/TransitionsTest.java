package mica.exchange.state;

import static mica.exchange.state.Transitions.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class TransitionsTest {

    private enum Door {
        OPEN,
        SHUT,
        LOCKED
    }

    private enum Deed {
        PUSHED,
        TURNED,
        KNOCKED
    }

    private final Transitions<Door, Deed> door = Transitions.of(
            step(Door.OPEN, Deed.PUSHED, Door.SHUT),
            step(Door.SHUT, Deed.TURNED, Door.LOCKED),
            step(Door.SHUT, Deed.KNOCKED, Door.SHUT),
            step(Door.LOCKED, Deed.KNOCKED, Door.LOCKED));

    @Test
    void what_the_table_has_leads_where_it_says_and_nothing_else_happens() {
        assertThat(door.allow(Door.OPEN, Deed.PUSHED)).isTrue();
        assertThat(door.next(Door.OPEN, Deed.PUSHED)).isEqualTo(Door.SHUT);
        assertThat(door.lead(Door.OPEN, Door.SHUT)).isTrue();
        assertThat(door.allow(Door.OPEN, Deed.TURNED)).isFalse();
        assertThat(door.lead(Door.OPEN, Door.LOCKED)).isFalse();
        assertThat(door.lead(Door.SHUT, Door.OPEN)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> door.next(Door.LOCKED, Deed.PUSHED))
                .withMessage("PUSHED does not happen in LOCKED");
    }

    @Test
    void what_leaves_a_state_as_it_is_stands_in_the_table_too() {
        assertThat(door.next(Door.SHUT, Deed.KNOCKED)).isEqualTo(Door.SHUT);
        assertThat(door.lead(Door.OPEN, Door.OPEN)).isFalse();
        assertThat(door.before(Deed.KNOCKED)).containsExactly(Door.SHUT, Door.LOCKED);
    }

    @Test
    void one_thing_leads_from_one_state_to_one_other() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Transitions.of(
                        step(Door.OPEN, Deed.PUSHED, Door.SHUT), step(Door.OPEN, Deed.PUSHED, Door.LOCKED)));
    }
}
