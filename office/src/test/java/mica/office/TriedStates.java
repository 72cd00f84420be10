package mica.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.function.Function;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.state.Transitions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** An office's database in which a row is moved past the program, from every state to every other. */
public final class TriedStates implements AutoCloseable {

    private final TestDatabases databases = TestDatabases.create();
    public final Database office = Database.open("office", databases.createOffice());
    public final UUID author = officer("author");
    public final UUID approver = officer("approver");

    private UUID officer(String name) {
        UUID id = UUID.randomUUID();
        office.jdbi().useHandle(handle -> handle.execute("""
                insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles, created_at)
                values (?, ?, ?, 'o@example.jp', '', '', '{}', now())
                """, id, name, name));
        return id;
    }

    /**
     * Fails unless the table's one row is let through from state to state where something leads there, and kept by its
     * trigger where nothing does.
     *
     * @param fitting what else a row of a state holds, as in an update
     */
    public <S extends Enum<S>> void areThoseOf(
            Transitions<S, ?> transitions, String table, S[] states, Function<S, String> fitting) {
        areThoseOf(transitions, table, "state", states, fitting);
    }

    /** As above. @param column which holds the state */
    public <S extends Enum<S>> void areThoseOf(
            Transitions<S, ?> transitions, String table, String column, S[] states, Function<S, String> fitting) {
        for (S from : states) {
            for (S to : states) {
                if (from != to) {
                    assertThat(lets(table, column, from, to, fitting))
                            .as("%s.%s from %s to %s", table, column, from, to)
                            .isEqualTo(transitions.lead(from, to));
                }
            }
        }
        assertThatThrownBy(() -> office.jdbi()
                        .useTransaction(tx -> put(tx, table, column, "NO_STATE", fitting.apply(states[0]))))
                .hasMessageContaining("check constraint");
    }

    private <S extends Enum<S>> boolean lets(String table, String column, S from, S to, Function<S, String> fitting) {
        return office.jdbi().withHandle(handle -> {
            handle.begin();
            try {
                put(handle, table, column, from.name(), fitting.apply(from));
                handle.execute("update " + table + " set " + column + " = ?, " + fitting.apply(to), to.name());
                return true;
            } catch (JdbiException refused) {
                assertThat(refused).hasMessageFindingMatch("does not (go|follow)");
                return false;
            } finally {
                handle.rollback();
            }
        });
    }

    /** Moves the table's one row past its triggers, whatever they say. */
    public static void put(Handle handle, String table, String column, String state, String fitting) {
        handle.execute("alter table " + table + " disable trigger user");
        assertThat(handle.execute("update " + table + " set " + column + " = ?, " + fitting, state))
                .isOne();
        handle.execute("alter table " + table + " enable trigger user");
    }

    @Override
    public void close() {
        office.close();
        databases.close();
    }
}
