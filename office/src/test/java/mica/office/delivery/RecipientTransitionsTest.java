package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import mica.office.notice.Notice;
import mica.office.notice.NoticeEvent;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipientTransitionsTest {

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void code_and_database_have_the_same_states_and_steps() {
        Set<String> states = new HashSet<>();
        Set<String> steps = new HashSet<>();
        for (RecipientState from : RecipientState.values()) {
            states.add(from.letter() + " " + from + " " + from.isSettled());
            for (RecipientState to : RecipientState.values()) {
                if (RecipientTransitions.TABLE.lead(from, to)) {
                    steps.add(from.letter() + " " + to.letter());
                }
            }
        }
        assertThat(strings("select letter || ' ' || name || ' ' || final::text from delivery_state"))
                .isEqualTo(states);
        assertThat(strings("select from_letter || ' ' || to_letter from delivery_step"))
                .isEqualTo(steps);
    }

    @Test
    void the_database_refuses_every_step_that_the_table_does_not_have() {
        world.visitors(30);
        Notice notice = world.approved(world.content());
        for (RecipientState from : RecipientState.values()) {
            for (RecipientState to : RecipientState.values()) {
                set(from, false);
                if (from == to || RecipientTransitions.TABLE.lead(from, to)) {
                    set(to, true);
                } else {
                    assertThatThrownBy(() -> set(to, true))
                            .as(from + " to " + to)
                            .hasMessageContaining(
                                    "a delivery does not go from " + from.letter() + " to " + to.letter());
                }
            }
        }
        assertThat(world.stored(notice.id()).state()).isEqualTo(NoticeState.SENDING);
    }

    @Test
    void a_notice_is_not_sent_while_a_letter_is_not_final() {
        world.visitors(30);
        Notice notice = world.approved(world.content());
        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useTransaction(tx -> new NoticeStore()
                                .step(tx, notice.id(), NoticeState.SENDING, NoticeEvent.SENT, world.now)))
                .hasMessageContaining("while somebody waits");
        assertThatThrownBy(() -> world.office
                        .jdbi()
                        .useHandle(handle -> handle.execute("update recipient_chunk set done = true")))
                .hasMessageContaining("check constraint");
    }

    @Test
    void the_code_takes_no_other_step_either() {
        StateLine line = StateLine.of("qa");
        assertThatIllegalStateException().isThrownBy(() -> line.move(1, RecipientState.QUEUED));
        assertThatIllegalStateException().isThrownBy(() -> line.move(0, RecipientState.ACCEPTED));
        line.move(0, RecipientState.CLAIMED);
        assertThat(line).hasToString("ca");
    }

    /** Sets the last one of the first chunk. */
    private void set(RecipientState state, boolean guarded) {
        world.office.jdbi().useTransaction(tx -> {
            tx.execute("alter table recipient_chunk " + (guarded ? "enable" : "disable")
                    + " trigger recipient_chunk_guard");
            tx.execute(
                    "update recipient_chunk set states = left(states, -1) || ?, in_flight = ? where chunk = 0",
                    String.valueOf(state.letter()),
                    state == RecipientState.DOT_SENT ? 1 : 0);
        });
    }

    private Set<String> strings(String sql) {
        return new HashSet<>(world.office
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list()));
    }
}
