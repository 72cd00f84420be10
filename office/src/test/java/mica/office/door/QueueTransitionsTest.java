package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import mica.exchange.directory.MailState;
import mica.office.TriedStates;
import mica.office.door.MailStore.Settled;
import mica.office.door.QueueTransitions.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueTransitionsTest {

    @Test
    void the_database_lets_a_mail_go_where_the_table_says_and_nowhere_else() {
        try (TriedStates tried = new TriedStates()) {
            tried.office.jdbi().useHandle(handle -> handle.execute("""
                    insert into mail (id, kind, language, parameters, seal_day, associated, next_attempt_at, created_at)
                    values (?, 'CONFIRMATION', 'ja', '{}', '2026-11-01', '', now(), now())
                    """, UUID.randomUUID()));

            tried.areThoseOf(QueueTransitions.TABLE, "mail", State.values(), state -> "sealed_recipient = null");
        }
    }

    @Test
    void a_mail_is_settled_where_the_table_says_and_nowhere_else(@TempDir Path folder) {
        try (DoorWorld given = new DoorWorld(folder)) {
            MailStore store = given.store();
            for (State state : State.values()) {
                for (Settled how : Settled.values()) {
                    UUID id = given.confirmation(state + "." + how + "@example.com");
                    MailStore.Claim claim = store.claim(MailStore.Lane.VISITORS, 1, DoorWorker.LEASE)
                            .getFirst();
                    given.office()
                            .jdbi()
                            .useHandle(handle -> handle.execute(
                                    "update mail set state = ?, sealed_recipient = null where id = ?",
                                    state.name(),
                                    id));

                    store.settle(claim, how, "250", MailState.SENT);

                    boolean allowed = QueueTransitions.TABLE.allow(state, how);
                    assertThat(State.valueOf(given.state(id)))
                            .as("%s in %s", how, state)
                            .isEqualTo(allowed ? QueueTransitions.TABLE.next(state, how) : state);
                }
            }
        }
    }
}
